package ai.magibu.embedding.api;

/**
 * One call that an {@link EncodeListener} follows. Exactly one of the methods is called, once: on the thread that called {@link
 * EncodeListener#started}, or for an asynchronous call on another one. With several listeners, the one that began last ends
 * first.
 */
public interface EncodeCall {

    /** All texts have their embeddings, which the caller is about to get. */
    void succeeded(EncodeSummary summary);

    /** The caller is about to get this exception or error, and no embedding. */
    void failed(Throwable failure);
}
