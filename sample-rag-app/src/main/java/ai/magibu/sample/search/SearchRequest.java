package ai.magibu.sample.search;

import ai.magibu.sample.store.ChunkFilter;
import ai.magibu.sample.store.SearchMode;
import java.text.Normalizer;

/**
 * What is looked for.
 *
 * @param question 1 to {@value #LONGEST_QUESTION} characters, not blank
 * @param k how many passages, 1 to {@value #MOST}
 */
public record SearchRequest(String question, int k, SearchMode mode, ChunkFilter filter) {

    /** Most passages of one search. */
    public static final int MOST = 50;

    public static final int USUAL_K = 5;

    /** In UTF-16 units. */
    public static final int LONGEST_QUESTION = 2_000;

    /** @throws IllegalArgumentException for a question or a k that is outside of that, with a message for the user */
    public SearchRequest {
        if (question.isBlank() || question.length() > LONGEST_QUESTION) {
            throw new IllegalArgumentException(
                    "The question must have 1 to " + LONGEST_QUESTION + " characters, not only spaces.");
        }
        if (k < 1 || k > MOST) {
            throw new IllegalArgumentException("k must be 1 to " + MOST + ", not " + k + ".");
        }
        question = Normalizer.normalize(question.strip(), Normalizer.Form.NFC); // as the documents are stored
    }

    public SearchRequest withQuestion(String other) {
        return new SearchRequest(other, k, mode, filter);
    }
}
