package ai.magibu.embedding.api;

/**
 * The embedder was closed before the call, while the call waited for the model, or while it ran longer than the close timeout. The
 * call has no result.
 */
public final class EmbedderClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public EmbedderClosedException() {
        super("this embedder is closed");
    }
}
