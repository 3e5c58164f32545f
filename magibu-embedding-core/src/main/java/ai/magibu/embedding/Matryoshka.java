package ai.magibu.embedding;

import java.util.Arrays;

/**
 * Cuts vectors to their first components.
 *
 * @param dimensions how many components stay
 * @param normalizes whether the model's vectors have length 1, and so must the cut ones
 */
record Matryoshka(int dimensions, boolean normalizes) {

    /** The vector itself where nothing is to be cut. */
    float[] cut(float[] vector) {
        if (dimensions == vector.length) {
            return vector;
        }
        float[] cut = Arrays.copyOf(vector, dimensions);
        if (normalizes) {
            normalize(cut);
        }
        return cut;
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
