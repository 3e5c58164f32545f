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
     * A call begins. This is the caller's thread, nothing has been tokenized yet, and the arguments have been checked: a call
     * refused for a null text, say, is never told. A stream of texts is a call for each piece of it that is run, and these have
     * been tokenized by then.
     *
     * @param texts how many texts it has, from 0
     * @return what is to hear of this call's end
     */
    EncodeCall started(int texts);

    /**
     * The model has run once. One run may serve several calls. This is the thread that ran it: one of those calls' callers,
     * between the begin and the end of its own call.
     */
    default void batchRan(BatchRun run) {}
}
