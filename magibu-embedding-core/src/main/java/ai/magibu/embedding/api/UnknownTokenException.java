package ai.magibu.embedding.api;

import java.util.function.IntUnaryOperator;

/**
 * A text contains a token whose id has no row in the embedding matrix, so the model cannot encode it. Published tokenizers may know
 * more ids than the matrix has rows (an image token, for example).
 */
public final class UnknownTokenException extends MagibuException {

    private static final long serialVersionUID = 1L;

    private final int index;
    private final long tokenId;
    private final int vocabularySize;

    public UnknownTokenException(int index, long tokenId, int vocabularySize) {
        super(
                "text " + index + " contains token id " + tokenId + ", but the model's embedding matrix has only the rows 0 to "
                        + (vocabularySize - 1) + ". Remove the special token that the text contains",
                null);
        this.index = index;
        this.tokenId = tokenId;
        this.vocabularySize = vocabularySize;
    }

    @Override
    public MagibuException withPosition(IntUnaryOperator positions) {
        return replacedBy(new UnknownTokenException(positions.applyAsInt(index), tokenId, vocabularySize));
    }

    /** Returns the text's position in the call's list, from 0. */
    public int index() {
        return index;
    }

    /** Returns the id outside the matrix. */
    public long tokenId() {
        return tokenId;
    }
}
