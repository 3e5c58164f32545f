package ai.magibu.sample.ask;

import ai.magibu.sample.search.SearchRequest;
import java.util.List;

/**
 * A question to be answered.
 *
 * @param search what the passages are looked for by
 * @param history the earlier turns, the oldest first, at most {@value #MOST_TURNS}
 */
public record AskRequest(SearchRequest search, List<Turn> history) {

    public static final int MOST_TURNS = 20;

    /** In UTF-16 units. */
    public static final int LONGEST_ANSWER = 20_000;

    /** @throws IllegalArgumentException with a message for the user */
    public AskRequest {
        history = List.copyOf(history);
        if (history.size() > MOST_TURNS) {
            throw new IllegalArgumentException("history takes at most " + MOST_TURNS + " turns: leave out the oldest.");
        }
        for (Turn turn : history) {
            if (turn.question().length() > SearchRequest.LONGEST_QUESTION || turn.answer().length() > LONGEST_ANSWER) {
                throw new IllegalArgumentException("A turn of history has at most %d characters of question and %d of answer."
                        .formatted(SearchRequest.LONGEST_QUESTION, LONGEST_ANSWER));
            }
        }
    }
}
