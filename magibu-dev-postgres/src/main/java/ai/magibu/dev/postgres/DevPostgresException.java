package ai.magibu.dev.postgres;

import org.jspecify.annotations.Nullable;

/** No database could be started. The message says why, {@link #action()} what to do. */
public final class DevPostgresException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String action;

    DevPostgresException(String problem, String action) {
        this(problem, action, null);
    }

    DevPostgresException(String problem, String action, @Nullable Throwable cause) {
        super(problem + System.lineSeparator() + action, cause);
        this.problem = problem;
        this.action = action;
    }

    /** What is wrong; may have several lines. */
    public String problem() {
        return problem;
    }

    /** What to do, in whole sentences; may have several lines. */
    public String action() {
        return action;
    }
}
