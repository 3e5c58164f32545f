package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.InferenceException;
import java.util.Arrays;

/**
 * From the model's vectors to those of a call.
 *
 * @param dimensions how many leading components stay
 * @param normalizes whether the model's vectors have length 1, and so must the cut ones
 */
record Matryoshka(int dimensions, boolean normalizes) {

    /**
     * The vector cut to its dimensions; itself if nothing is to be cut.
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
                            + "; its weights, or their converted copy in the cache, are damaged",
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
