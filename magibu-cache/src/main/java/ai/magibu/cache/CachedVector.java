package ai.magibu.cache;

import java.util.Arrays;

/** A vector in a cache, with the report of its embedding. Immutable. */
public final class CachedVector {

    private final float[] vector;
    private final int tokens;
    private final int droppedTokens;

    /**
     * Creates an entry from a copy of the vector.
     *
     * @param vector the components
     * @param tokens the number of tokens that went through the model; 0 if the model does not report it for each text
     * @param droppedTokens the number of tokens that were cut off; 0 if none, or if the model does not report it
     * @throws IllegalArgumentException if the vector is empty or a number is negative
     */
    public CachedVector(float[] vector, int tokens, int droppedTokens) {
        if (vector.length == 0 || tokens < 0 || droppedTokens < 0) {
            throw new IllegalArgumentException("a cached vector with " + vector.length + " components, " + tokens + " tokens and "
                    + droppedTokens + " dropped tokens; there must be components, and no number may be negative");
        }
        this.vector = vector.clone();
        this.tokens = tokens;
        this.droppedTokens = droppedTokens;
    }

    /** Returns a copy of the vector. */
    public float[] vector() {
        return vector.clone();
    }

    /** Returns the number of components. */
    public int dimension() {
        return vector.length;
    }

    /** Returns the number of tokens that went through the model; 0 if the model does not report it for each text. */
    public int tokens() {
        return tokens;
    }

    /** Returns the number of tokens that were cut off. */
    public int droppedTokens() {
        return droppedTokens;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CachedVector that
                && Arrays.equals(vector, that.vector)
                && tokens == that.tokens
                && droppedTokens == that.droppedTokens;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(vector) + tokens) + droppedTokens;
    }

    @Override
    public String toString() {
        return "CachedVector[dimension=" + vector.length + ", tokens=" + tokens + ", droppedTokens=" + droppedTokens + "]";
    }
}
