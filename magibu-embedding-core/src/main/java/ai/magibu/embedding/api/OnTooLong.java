package ai.magibu.embedding.api;

/** The policy for a text with more tokens than the limit. */
public enum OnTooLong {
    /** Keep the first tokens and the closing special token, log a warning, and report {@link Embedding#droppedTokens()}. */
    TRUNCATE,
    /** Throw a {@link TextTooLongException}. The call has no result, although texts before this one may have run. */
    FAIL
}
