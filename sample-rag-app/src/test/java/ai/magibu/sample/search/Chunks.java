package ai.magibu.sample.search;

import ai.magibu.sample.store.FoundChunk;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Chunks for tests. */
final class Chunks {

    private Chunks() {}

    static FoundChunk chunk(long id, double similarity) {
        return new FoundChunk(
                id, similarity, new UUID(0, id), "a.md", "A", List.of(), OffsetDateTime.MIN, 0, 0, 4, "Metin");
    }

    /** A chunk that is a stretch of its document's text. */
    static FoundChunk chunk(int document, int position, int start, int end, String text) {
        return new FoundChunk(
                document * 1000L + position, 0.5, new UUID(0, document), "a.md", "A", List.of(), OffsetDateTime.MIN,
                position, start, end, text.substring(start, end));
    }
}
