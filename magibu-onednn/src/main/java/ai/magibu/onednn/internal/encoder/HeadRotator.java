package ai.magibu.onednn.internal.encoder;

import ai.magibu.onednn.internal.weights.Rotation;

/**
 * Normalizes and rotates heads (Su et al., 2021). The loops run over whole arrays, because only then does the JVM use vector instructions.
 * For one thread.
 */
final class HeadRotator {

    private final float epsilon;
    private final float[] head;
    private final float[] normed;
    private final float[] second;
    private final float[] cosines;
    private final float[] sines;
    private final float[] rotated;

    HeadRotator(int dimension, float epsilon) {
        this.epsilon = epsilon;
        this.head = new float[dimension];
        this.normed = new float[dimension];
        this.second = new float[dimension / 2];
        this.cosines = new float[dimension / 2];
        this.sines = new float[dimension / 2];
        this.rotated = new float[dimension / 2];
    }

    /** Sets the position of the heads that follow. */
    void moveTo(Rotation rotation, int position) {
        int pairs = rotation.pairs();
        System.arraycopy(rotation.cosines(), position * pairs, cosines, 0, pairs);
        System.arraycopy(rotation.sines(), position * pairs, sines, 0, pairs);
    }

    /**
     * Normalizes a head by its root mean square and rotates it; pair i is the elements i and pairs + i.
     *
     * @param values holds the head from {@code start} on, and receives the result
     * @param norm the weights of the norm
     */
    void apply(float[] values, int start, float[] norm) {
        int pairs = second.length;
        System.arraycopy(values, start, head, 0, head.length);
        float scale = (float) (1 / Math.sqrt(squares(head) / head.length + epsilon));
        for (int i = 0; i < head.length; i++) {
            normed[i] = scale * head[i] * norm[i];
        }
        System.arraycopy(normed, pairs, second, 0, pairs);
        for (int i = 0; i < rotated.length; i++) {
            rotated[i] = normed[i] * cosines[i] - second[i] * sines[i];
        }
        System.arraycopy(rotated, 0, values, start, pairs);
        for (int i = 0; i < rotated.length; i++) {
            rotated[i] = second[i] * cosines[i] + normed[i] * sines[i];
        }
        System.arraycopy(rotated, 0, values, start + pairs, pairs);
    }

    /** Sums squares in eight independent sums, which the processor computes at the same time. */
    private static float squares(float[] values) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int i = 0;
        for (; i + 7 < values.length; i += 8) {
            a += values[i] * values[i];
            b += values[i + 1] * values[i + 1];
            c += values[i + 2] * values[i + 2];
            d += values[i + 3] * values[i + 3];
            e += values[i + 4] * values[i + 4];
            f += values[i + 5] * values[i + 5];
            g += values[i + 6] * values[i + 6];
            h += values[i + 7] * values[i + 7];
        }
        for (; i < values.length; i++) {
            a += values[i] * values[i];
        }
        return a + b + c + d + e + f + g + h;
    }
}
