package ai.magibu.embedding.api;

import ai.magibu.hub.internal.Arguments;

/** The embedding of one text, and how much of the text it represents. */
public final class Embedding {

    private final float[] vector;
    private final int tokens;
    private final int droppedTokens;

    /** Creates an embedding. The array is not copied. */
    public Embedding(float[] vector, int tokens, int droppedTokens) {
        this.vector = Arguments.requireSet("vector", vector);
        this.tokens = tokens;
        this.droppedTokens = droppedTokens;
    }

    /** Returns the vector, with the requested number of dimensions. The array is neither shared nor copied. */
    public float[] vector() {
        return vector;
    }

    /**
     * Returns the number of tokens that went through the model, prompt and special tokens included. It is 0 only for an empty text and a
     * model without special tokens. For a chunk, only its own tokens count.
     */
    public int tokens() {
        return tokens;
    }

    /** Returns the number of tokens that did not fit and were cut off at the text's end, or at its start if the model says so. */
    public int droppedTokens() {
        return droppedTokens;
    }

    /** Returns whether {@link #droppedTokens()} is above 0. */
    public boolean truncated() {
        return droppedTokens > 0;
    }

    @Override
    public String toString() {
        return "Embedding[dimension=" + vector.length + ", tokens=" + tokens + ", droppedTokens=" + droppedTokens + "]";
    }
}
