package ai.magibu.sample.search;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A stretch of a document that a search found: a chunk, or neighbours that were both found.
 *
 * @param number 1 for the best; what a citation such as [1] means
 * @param score what orders the passages of one search, and means nothing else
 * @param similarity cosine of the nearest of its chunks to the question, at most 1
 * @param foundBy "vector", "text" or both
 * @param source the file's name
 * @param firstChunk the place of its first chunk in its document, from 0
 * @param start where it stands in the document's text, in UTF-16 units
 * @param highlights where the question's words stand in its own text: beginnings and ends in UTF-16 units
 */
public record FoundPassage(
        int number,
        double score,
        double similarity,
        List<String> foundBy,
        UUID documentId,
        String source,
        String title,
        List<String> tags,
        OffsetDateTime storedAt,
        int firstChunk,
        int lastChunk,
        int start,
        int end,
        String text,
        List<int[]> highlights) {}
