package ai.magibu.onednn.internal.weights;

/**
 * Rotary position embeddings of normalized heads.
 *
 * @param cosines [positions, pairs], row-major
 * @param sines like the cosines
 * @param pairs half of a head's dimension
 */
public record Rotation(float[] cosines, float[] sines, int pairs) {

    /**
     * Normalizes a head by its root mean square and rotates it; pair i is the elements i and pairs + i. The loops are written so that the
     * JVM uses vector instructions.
     *
     * @param source holds the head from {@code start} on
     * @param norm the weights of the norm
     * @param target receives the head at the same place; another array than the source
     */
    public void apply(float[] source, int start, float[] norm, float epsilon, int position, float[] target) {
        float scale = (float) (1 / Math.sqrt(squares(source, start, 2 * pairs) / (2 * pairs) + epsilon));
        int second = start + pairs;
        int table = position * pairs;
        for (int i = 0; i < pairs; i++) {
            target[start + i] = scale * (source[start + i] * norm[i] * cosines[table + i]
                    - source[second + i] * norm[pairs + i] * sines[table + i]);
        }
        for (int i = 0; i < pairs; i++) {
            target[second + i] = scale * (source[second + i] * norm[pairs + i] * cosines[table + i]
                    + source[start + i] * norm[i] * sines[table + i]);
        }
    }

    /** Sums squares in eight independent sums, which the processor computes at the same time. */
    private static float squares(float[] values, int start, int count) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int end = start + count;
        int i = start;
        for (; i + 7 < end; i += 8) {
            a += values[i] * values[i];
            b += values[i + 1] * values[i + 1];
            c += values[i + 2] * values[i + 2];
            d += values[i + 3] * values[i + 3];
            e += values[i + 4] * values[i + 4];
            f += values[i + 5] * values[i + 5];
            g += values[i + 6] * values[i + 6];
            h += values[i + 7] * values[i + 7];
        }
        for (; i < end; i++) {
            a += values[i] * values[i];
        }
        return a + b + c + d + e + f + g + h;
    }
}
