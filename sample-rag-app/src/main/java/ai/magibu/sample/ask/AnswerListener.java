package ai.magibu.sample.ask;

import ai.magibu.sample.search.FoundPassage;
import java.util.List;

/** Is told what comes of a question, in this order: perhaps a standalone question, passages, tokens, then one of the two ends. */
public interface AnswerListener {

    void standalone(String question);

    void passages(List<FoundPassage> passages);

    void token(String text);

    void answered(Answer answer);

    /** @param failure a {@link ChatFailedException}, or what the search threw */
    void failed(RuntimeException failure);

    /** Every few seconds, so that somebody who has left can be noticed. */
    void waiting();
}
