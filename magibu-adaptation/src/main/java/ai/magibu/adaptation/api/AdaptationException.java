package ai.magibu.adaptation.api;

/**
 * Invalid texts, settings, vectors or checkpoints, or a library that is missing. The message names the file and the row or line if there
 * are any, and says what to do.
 */
public final class AdaptationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the fault and its place
     */
    public AdaptationException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message the fault and its place
     * @param cause the exception that revealed it
     */
    public AdaptationException(String message, Throwable cause) {
        super(message, cause);
    }
}
