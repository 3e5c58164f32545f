package ai.magibu.embedding.api;

/**
 * A call that an {@link EncodeListener} observes. Exactly one of the methods is called, once: on the thread that called {@link
 * EncodeListener#started}, or for an asynchronous call on another thread. If there are several listeners, the last one to start ends
 * first.
 */
public interface EncodeCall {

    /** All texts have their embeddings, which the caller is about to get. */
    void succeeded(EncodeSummary summary);

    /** The caller is about to get this exception or error, and no embedding. */
    void failed(Throwable failure);
}
