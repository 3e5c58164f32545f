package ai.magibu.embedding.internal.batch;

import java.time.Duration;

/**
 * The vectors of one call.
 *
 * @param vectors for each text, in their order, one for each of its pooled ranges
 * @param waiting how long none of the texts was running because the model was busy with other calls
 */
public record BatchVectors(float[][][] vectors, Duration waiting) {

    public float[][] of(int text) {
        return vectors[text];
    }
}
