package ai.magibu.embedding.api;

/**
 * Too many tokens of other calls wait for the model already, so this call was rejected before any part of it ran. It can be repeated
 * later.
 */
public final class OverloadedException extends MagibuException {

    private static final long serialVersionUID = 1L;

    private final long waitingTokens;
    private final long limit;

    public OverloadedException(long waitingTokens, long limit) {
        super(
                waitingTokens + " tokens of other calls wait for the model already, and no more than " + limit
                        + " may (maxWaitingTokens). Try again later, make fewer calls at once, or raise the limit",
                null);
        this.waitingTokens = waitingTokens;
        this.limit = limit;
    }

    /** Returns the number of tokens of other calls that waited for their next batch. */
    public long waitingTokens() {
        return waitingTokens;
    }

    /** Returns the most tokens that may wait. */
    public long limit() {
        return limit;
    }
}
