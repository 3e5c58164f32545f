package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.InferenceException;
import java.util.Arrays;

/**
 * Makes the vectors of a call from the model's.
 *
 * @param dimensions the number of leading components that are kept
 * @param normalizes whether the model's vectors have length 1, and so must the cut ones
 */
public record Matryoshka(int dimensions, boolean normalizes) {

    /**
     * Returns the cosine of two vectors; 0 if either is all zeros.
     *
     * @throws IllegalArgumentException if the lengths differ
     */
    public static float cosine(float[] a, float[] b) {
        if (a == null || b == null) {
            throw new IllegalArgumentException("the vector " + (a == null ? "a" : "b") + " is null");
        }
        if (a.length != b.length) {
            throw new IllegalArgumentException("vectors of " + a.length + " and " + b.length + " dimensions have no similarity");
        }
        double dot = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            squaresA += (double) a[i] * a[i];
            squaresB += (double) b[i] * b[i];
        }
        double norms = Math.sqrt(squaresA) * Math.sqrt(squaresB);
        return norms == 0 ? 0 : (float) (dot / norms);
    }

    /**
     * Returns the vector cut to its dimensions, or the vector itself if nothing is cut.
     *
     * @throws InferenceException if a component is not finite or all are zero: damaged weights give such vectors, and every
     *     similarity with them is meaningless
     */
    float[] vector(float[] vector) {
        float[] cut = dimensions == vector.length ? vector : Arrays.copyOf(vector, dimensions);
        double squares = 0;
        for (float component : cut) {
            squares += (double) component * component;
        }
        if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
            throw new InferenceException(
                    "the model computed a vector " + (squares == 0 ? "of zeros" : "with components that are not finite")
                            + "; its weights, or its compiled graph in the cache, are damaged",
                    null);
        }
        if (normalizes && cut != vector) {
            double norm = Math.sqrt(squares);
            for (int i = 0; i < cut.length; i++) {
                cut[i] = (float) (cut[i] / norm);
            }
        }
        return cut;
    }
}
