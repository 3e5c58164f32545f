package ai.magibu.embedding.api;

/** What happens to a text with more tokens than the limit. */
public enum OnTooLong {
    /** Keep the first tokens and the closing special token; log it, and report it in {@link Embedding#droppedTokens()}. */
    TRUNCATE,
    /** Throw {@link TextTooLongException}: the call has no result, though texts before this one may have run. */
    FAIL
}
