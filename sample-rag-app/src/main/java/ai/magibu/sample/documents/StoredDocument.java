package ai.magibu.sample.documents;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A document as it stands in the database.
 *
 * @param source the file's name
 * @param chunkCount how many passages it was cut into
 */
public record StoredDocument(
        UUID id, String source, String title, String mediaType, int chunkCount, OffsetDateTime storedAt) {}
