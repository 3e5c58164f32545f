package ai.magibu.adaptation.internal.student;

import java.nio.FloatBuffer;

/**
 * One step of {@code torch.optim.AdamW} in float32, in PyTorch's order of operations (Loshchilov and Hutter, arXiv 1711.05101).
 *
 * @param scale the factor of every gradient, by which the norm is clipped
 * @param decay 1 − rate · weight decay
 * @param firstShare 1 − β₁
 * @param secondShare 1 − β₂
 * @param size the rate over 1 − β₁ᵗ
 * @param root √(1 − β₂ᵗ)
 */
record AdamStep(float scale, float decay, float firstShare, float beta2, float secondShare, float size, float root, float epsilon) {

    /** Five blocks fit the nearest caches. */
    private static final int BLOCK = 4096;

    static AdamStep of(StudentSettings settings, int number, double rate, double scale) {
        return new AdamStep(
                (float) scale,
                (float) (1 - rate * settings.weightDecay()),
                (float) (1 - settings.beta1()),
                (float) settings.beta2(),
                (float) (1 - settings.beta2()),
                (float) (rate / (1 - Math.pow(settings.beta1(), number))),
                (float) Math.sqrt(1 - Math.pow(settings.beta2(), number)),
                (float) settings.epsilon());
    }

    /** Changes weights and moments, and clears the gradients. Each element depends on itself alone. */
    void apply(FloatBuffer weights, FloatBuffer gradients, FloatBuffer firstMoments, FloatBuffer secondMoments) {
        float[] weight = new float[BLOCK];
        float[] gradient = new float[BLOCK];
        float[] first = new float[BLOCK];
        float[] second = new float[BLOCK];
        float[] zeros = new float[BLOCK];
        for (int from = 0; from < weights.limit(); from += BLOCK) {
            int count = Math.min(BLOCK, weights.limit() - from);
            weights.get(from, weight, 0, count);
            gradients.get(from, gradient, 0, count);
            firstMoments.get(from, first, 0, count);
            secondMoments.get(from, second, 0, count);
            moments(gradient, first, second, count);
            weights(weight, first, second, count);
            weights.put(from, weight, 0, count);
            gradients.put(from, zeros, 0, count);
            firstMoments.put(from, first, 0, count);
            secondMoments.put(from, second, 0, count);
        }
    }

    private void moments(float[] gradients, float[] firsts, float[] seconds, int count) {
        for (int i = 0; i < count; i++) {
            float gradient = gradients[i] * scale;
            firsts[i] += firstShare * (gradient - firsts[i]);
            seconds[i] = seconds[i] * beta2 + secondShare * gradient * gradient;
        }
    }

    private void weights(float[] weights, float[] firsts, float[] seconds, int count) {
        for (int i = 0; i < count; i++) {
            weights[i] = weights[i] * decay - size * (firsts[i] / ((float) Math.sqrt(seconds[i]) / root + epsilon));
        }
    }

    /** Returns the sum of squares. */
    static double squares(FloatBuffer values) {
        float[] block = new float[BLOCK];
        double sum = 0;
        for (int from = 0; from < values.limit(); from += BLOCK) {
            int count = Math.min(BLOCK, values.limit() - from);
            values.get(from, block, 0, count);
            sum += squares(block, count);
        }
        return sum;
    }

    /** Four independent sums, because one would wait for each addition. */
    private static double squares(float[] block, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += (double) block[i] * block[i];
            b += (double) block[i + 1] * block[i + 1];
            c += (double) block[i + 2] * block[i + 2];
            d += (double) block[i + 3] * block[i + 3];
        }
        for (; i < count; i++) {
            a += (double) block[i] * block[i];
        }
        return a + b + (c + d);
    }
}
