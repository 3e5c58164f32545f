package ai.magibu.evaluation.internal.search;

import ai.magibu.evaluation.internal.vector.Vectors;

/** Vectors divided by their lengths, as the reference does before it multiplies. */
final class UnitVectors {

    /** The least divisor, so that a zero vector stays zero. */
    private static final float LEAST = 1e-12f;

    private UnitVectors() {}

    /** Returns the divisor for a vector. */
    static float length(float[] values, int start, int dimensions) {
        double sum = 0;
        for (int i = start; i < start + dimensions; i++) {
            sum += (double) values[i] * values[i];
        }
        return Math.max((float) Math.sqrt(sum), LEAST);
    }

    /** Returns some vectors one after the other, each with zeros appended up to a width. */
    static float[] padded(Vectors vectors, int first, int count, int width) {
        int dimensions = vectors.dimensions();
        float[] read = new float[count * dimensions];
        vectors.read(first, count, read);
        float[] result = new float[count * width];
        for (int v = 0; v < count; v++) {
            float length = length(read, v * dimensions, dimensions);
            for (int i = 0; i < dimensions; i++) {
                result[v * width + i] = read[v * dimensions + i] / length;
            }
        }
        return result;
    }
}
