package ai.magibu.dev.postgres;

import org.jspecify.annotations.Nullable;

/** Thrown if no database can be started. The message says why, {@link #action()} what to do. */
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

    /** Returns what is wrong; may have several lines. */
    public String problem() {
        return problem;
    }

    /** Returns what to do, in whole sentences; may have several lines. */
    public String action() {
        return action;
    }
}
