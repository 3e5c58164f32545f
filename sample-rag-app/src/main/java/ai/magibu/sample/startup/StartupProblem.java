package ai.magibu.sample.startup;

import org.jspecify.annotations.Nullable;

/** The application cannot start, and the user can do something about it. */
public final class StartupProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    public StartupProblem(String description, String action) {
        this(description, action, null);
    }

    public StartupProblem(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    /** What the user can do, in whole sentences. */
    public String action() {
        return action;
    }
}
