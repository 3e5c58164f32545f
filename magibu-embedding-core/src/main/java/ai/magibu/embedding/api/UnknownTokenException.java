package ai.magibu.embedding.api;

/**
 * A text contains a token whose id has no row in the embedding matrix. Published tokenizers can know one id more than the
 * matrix has rows (an image token, say): such a text cannot be encoded by this model.
 */
public final class UnknownTokenException extends MagibuException {

    private static final long serialVersionUID = 1L;

    private final int index;
    private final long tokenId;

    public UnknownTokenException(int index, long tokenId, int vocabularySize) {
        super(
                "text " + index + " contains token id " + tokenId + ", but the model's embedding matrix has only the rows 0 to "
                        + (vocabularySize - 1) + ". Remove the special token that the text spells out",
                null);
        this.index = index;
        this.tokenId = tokenId;
    }

    /** The text's position in the call's list, from 0. */
    public int index() {
        return index;
    }

    /** The id outside the matrix. */
    public long tokenId() {
        return tokenId;
    }
}
