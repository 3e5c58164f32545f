package ai.magibu.embedding.api;

import java.util.function.IntUnaryOperator;

/** A text has more tokens than the limit, and the policy is {@link OnTooLong#FAIL}. The call has no result. */
public final class TextTooLongException extends MagibuException {

    private static final long serialVersionUID = 1L;

    private final int index;
    private final int tokens;
    private final int limit;

    public TextTooLongException(int index, int tokens, int limit) {
        super(
                "text " + index + " has " + tokens + " tokens, prompt and special tokens included; the limit is " + limit
                        + ". Split it, raise maxTokens if the model allows, or use OnTooLong.TRUNCATE",
                null);
        this.index = index;
        this.tokens = tokens;
        this.limit = limit;
    }

    @Override
    public MagibuException withPosition(IntUnaryOperator positions) {
        return replacedBy(new TextTooLongException(positions.applyAsInt(index), tokens, limit));
    }

    /** Returns the text's position in the call's list, from 0. */
    public int index() {
        return index;
    }

    /** Returns the number of its tokens, prompt and special tokens included. */
    public int tokens() {
        return tokens;
    }

    /** Returns the most tokens allowed. */
    public int limit() {
        return limit;
    }
}
