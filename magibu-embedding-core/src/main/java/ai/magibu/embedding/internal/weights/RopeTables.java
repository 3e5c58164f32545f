package ai.magibu.embedding.internal.weights;

import java.util.function.DoubleUnaryOperator;

/**
 * Cosines and sines of rotary position embeddings (Su et al., 2021): position p turns pair i by the angle p / base^(2i/d).
 * Computed in float32 as transformers does, for as many positions as a text can have tokens.
 */
public final class RopeTables {

    private final float[] angles;

    public RopeTables(double base, int headDimension, int positions) {
        int pairs = headDimension / 2;
        angles = new float[Math.multiplyExact(positions, pairs)];
        for (int pair = 0; pair < pairs; pair++) {
            float frequency = 1f / (float) Math.pow(base, (double) (2f * pair / headDimension));
            for (int position = 0; position < positions; position++) {
                angles[position * pairs + pair] = position * frequency;
            }
        }
    }

    /** Returns the cosine or sine of each angle, [positions, pairs]. */
    public float[] of(DoubleUnaryOperator function) {
        float[] values = new float[angles.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) function.applyAsDouble(angles[i]);
        }
        return values;
    }
}
