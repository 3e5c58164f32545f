package ai.magibu.sample.ask;

import ai.magibu.sample.search.FoundPassage;
import java.util.List;

/** The chat model did not answer; the passages are there all the same. */
public final class ChatFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean timeout;
    private final transient List<FoundPassage> passages;

    ChatFailedException(String message, boolean timeout, List<FoundPassage> passages, Throwable cause) {
        super(message, cause);
        this.timeout = timeout;
        this.passages = passages;
    }

    public boolean isTimeout() {
        return timeout;
    }

    public List<FoundPassage> passages() {
        return passages;
    }
}
