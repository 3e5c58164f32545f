package ai.magibu.embedding.api;

/** One text's embedding, and how much of the text it stands for. */
public final class Embedding {

    private final float[] vector;
    private final int tokens;
    private final int droppedTokens;

    public Embedding(float[] vector, int tokens, int droppedTokens) {
        this.vector = vector;
        this.tokens = tokens;
        this.droppedTokens = droppedTokens;
    }

    /** The vector, of the length asked for. The array is the caller's: it is not shared and not copied. */
    public float[] vector() {
        return vector;
    }

    /**
     * Tokens that went through the model, prompt and special tokens included; 0 only for an empty text of a model without special
     * tokens. Of a chunk, its own tokens alone.
     */
    public int tokens() {
        return tokens;
    }

    /** The number of tokens that did not fit and were cut off at the text's end, or at its start if the model says so; 0 for a whole text. */
    public int droppedTokens() {
        return droppedTokens;
    }

    /** Whether {@link #droppedTokens()} is above 0. */
    public boolean truncated() {
        return droppedTokens > 0;
    }

    @Override
    public String toString() {
        return "Embedding[dimension=" + vector.length + ", tokens=" + tokens + ", droppedTokens=" + droppedTokens + "]";
    }
}
