package ai.magibu.embedding.api;

/**
 * Sees how an embedder is used and how long it takes, for metrics and traces. Texts never reach it, only their number and size.
 *
 * <p>Calls come from many threads at once. They are part of the embedder's work, so they should be quick. Whatever a listener
 * throws is logged and otherwise ignored: the caller still gets the result.
 */
@FunctionalInterface
public interface EncodeListener {

    /**
     * A call begins. The calling thread is the caller's. The arguments have been checked, so a call that is refused because of a
     * null text is never reported, and nothing has been tokenized yet. A stream of texts is a call for each part of it that runs;
     * such a part has been tokenized by then.
     *
     * @param texts how many texts the call has, from 0
     * @return the listener for the end of this call
     */
    EncodeCall started(int texts);

    /** The model has run once. One run may serve several calls. The calling thread is the embedder's own, and the model waits. */
    default void batchRan(BatchRun run) {}
}
