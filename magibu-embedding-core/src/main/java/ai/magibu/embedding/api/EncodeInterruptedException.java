package ai.magibu.embedding.api;

/**
 * The calling thread was interrupted before all texts of its call had been run. Those left are not run, and the call has no
 * result. The thread's interrupt flag is set again.
 */
public final class EncodeInterruptedException extends MagibuException {

    private static final long serialVersionUID = 1L;

    /**
     * @param texts the texts that were run together
     * @param left how many of them had no result
     */
    public EncodeInterruptedException(int left, int texts) {
        super("interrupted when " + left + " of " + texts + " texts had no result yet", null);
    }
}
