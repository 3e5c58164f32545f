package ai.magibu.evaluation.api;

/** Invalid data, settings or vectors. The message names the file, the column and the row if there are any, and says what to do. */
public final class EvaluationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the fault and its place
     */
    public EvaluationException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message the fault and its place
     * @param cause   the exception that revealed it
     */
    public EvaluationException(String message, Throwable cause) {
        super(message, cause);
    }
}
