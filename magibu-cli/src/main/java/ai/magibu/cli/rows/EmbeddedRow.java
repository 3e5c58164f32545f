package ai.magibu.cli.rows;

import org.jspecify.annotations.Nullable;

/**
 * A row of a file with embeddings.
 *
 * @param number its number, from 1
 * @param id the id as JSON text; null for none
 * @param vector the embedding
 */
public record EmbeddedRow(long number, @Nullable String id, float[] vector) {

    /** Returns the cosine with another vector of the same dimension: 0 if one of them is zero, NaN if one has such a component. */
    public double cosine(float[] other) {
        double product = 0;
        double squares = 0;
        double otherSquares = 0;
        for (int i = 0; i < vector.length; i++) {
            product += (double) vector[i] * other[i];
            squares += (double) vector[i] * vector[i];
            otherSquares += (double) other[i] * other[i];
        }
        return product == 0 ? 0 : product / Math.sqrt(squares * otherSquares);
    }
}
