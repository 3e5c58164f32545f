package ai.magibu.embedding.api;

/**
 * The calling thread was interrupted while its call waited for the model or ran. The run is stopped, unless other calls share
 * it, and the call has no result. The thread's interrupt flag is set again.
 */
public final class EncodeInterruptedException extends MagibuException {

    private static final long serialVersionUID = 1L;

    /** @param texts the number of texts in the call */
    public EncodeInterruptedException(int texts) {
        super("interrupted before all of " + texts + " texts had their embeddings", null);
    }
}
