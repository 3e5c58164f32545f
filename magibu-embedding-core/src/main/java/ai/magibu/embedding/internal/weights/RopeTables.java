package ai.magibu.embedding.internal.weights;

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

    public float[] cosines() {
        float[] values = new float[angles.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.cos(angles[i]);
        }
        return values;
    }

    public float[] sines() {
        float[] values = new float[angles.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(angles[i]);
        }
        return values;
    }
}
