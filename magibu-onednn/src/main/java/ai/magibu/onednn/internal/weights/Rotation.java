package ai.magibu.onednn.internal.weights;

/**
 * Cosines and sines of rotary position embeddings.
 *
 * @param cosines [positions, pairs], row-major
 * @param sines like the cosines
 */
public record Rotation(float[] cosines, float[] sines, int pairs) {

    /** Rotates a head [2 · pairs] of a token at a position, in place: pair i is the elements i and pairs + i. */
    public void apply(float[] values, int start, int position) {
        int table = position * pairs;
        for (int i = 0; i < pairs; i++) {
            float first = values[start + i];
            float second = values[start + pairs + i];
            float cosine = cosines[table + i];
            float sine = sines[table + i];
            values[start + i] = first * cosine - second * sine;
            values[start + pairs + i] = second * cosine + first * sine;
        }
    }
}
