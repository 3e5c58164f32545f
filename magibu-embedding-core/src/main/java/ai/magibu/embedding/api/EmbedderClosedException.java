package ai.magibu.embedding.api;

/** STUB: the lead's own replaces it. */
public final class EmbedderClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public EmbedderClosedException(String message) {
        super(message);
    }
}
