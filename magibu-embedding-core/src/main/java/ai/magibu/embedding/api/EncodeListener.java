package ai.magibu.embedding.api;

/**
 * Observes the calls of an embedder, for metrics and traces. It receives the number and size of texts, never the texts.
 *
 * <p>Many threads call a listener at once, in the middle of the embedder's work, so its methods should be quick. An exception of a
 * listener is logged and otherwise ignored: the caller still gets the result.
 */
@FunctionalInterface
public interface EncodeListener {

    /**
     * A call begins, on the caller's thread. Its arguments have been checked, so a call that is rejected because of a null text is never
     * reported. Nothing has been tokenized yet. A stream of texts is reported as one call for each group of texts that runs, which has
     * been tokenized by then.
     *
     * @param texts the number of texts in the call, from 0
     * @return the observer of the end of this call
     */
    EncodeCall started(int texts);

    /** The model has run once, on the embedder's thread, which waits for this method. One run may serve several calls. */
    default void batchRan(BatchRun run) {}
}
