package ai.magibu.sample.documents;

import ai.magibu.sample.store.ChunkStore.NewChunk;
import java.util.List;

/**
 * A document with its chunks and their vectors, ready to be stored.
 *
 * @param settings all besides the content that decided what the chunks are
 * @param text the whole, in which the chunks have their places
 */
public record EmbeddedDocument(
        DocumentFile file, String title, String mediaType, String settings, String text, List<NewChunk> chunks) {}
