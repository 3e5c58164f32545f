package ai.magibu.sample.documents;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A document as the list shows it.
 *
 * @param source the file's name
 */
public record StoredDocument(
        UUID id, String source, String title, String mediaType, List<String> tags, int chunkCount, OffsetDateTime storedAt) {}
