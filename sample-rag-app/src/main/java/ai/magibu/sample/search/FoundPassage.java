package ai.magibu.sample.search;

import java.util.UUID;

/**
 * A chunk that is near to a question.
 *
 * @param number 1 for the nearest; what a citation such as [1] means
 * @param score cosine similarity to the question, at most 1
 * @param source the file's name
 * @param position the chunk's place in its document, from 0
 */
public record FoundPassage(
        int number, double score, UUID documentId, String source, String title, int position, String text) {}
