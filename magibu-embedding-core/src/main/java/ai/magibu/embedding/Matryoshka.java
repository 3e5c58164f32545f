package ai.magibu.embedding;

import java.util.Arrays;

/**
 * Cuts vectors to their first components.
 *
 * @param dimensions how many components stay
 * @param normalizes whether the model's vectors have length 1, and so must the cut ones
 */
record Matryoshka(int dimensions, boolean normalizes) {

    /** The cut vector number {@code row} of row-major [rows, width]. */
    float[] cut(float[] vectors, int row, int width) {
        float[] vector = Arrays.copyOfRange(vectors, row * width, row * width + dimensions);
        if (dimensions < width && normalizes) {
            normalize(vector);
        }
        return vector;
    }

    private static void normalize(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        if (squares > 0) {
            double norm = Math.sqrt(squares);
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) (vector[i] / norm);
            }
        }
    }
}
