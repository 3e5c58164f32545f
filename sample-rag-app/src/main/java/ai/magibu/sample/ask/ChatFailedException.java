package ai.magibu.sample.ask;

import ai.magibu.sample.search.FoundPassage;
import java.util.List;

/** The chat model did not answer, or not to the end; the passages are there all the same. */
public final class ChatFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ChatFailure failure;
    private final transient List<FoundPassage> passages;
    private final String begun;

    ChatFailedException(ChatFailure failure, String model, List<FoundPassage> passages, String begun) {
        super(failure.message(model));
        this.failure = failure;
        this.passages = passages;
        this.begun = begun;
    }

    public ChatFailure failure() {
        return failure;
    }

    public List<FoundPassage> passages() {
        return passages;
    }

    /** What came of the answer; empty if nothing did. */
    public String begun() {
        return begun;
    }
}
