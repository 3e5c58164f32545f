package ai.magibu.onednn;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares vectors to those that they should be. */
final class Cosines {

    /**
     * The least cosine to the vector in float32. Rounding averages out over a vector: models of full size reach 0.9999, the tiny ones, of
     * 32 to 96 dimensions, 0.9997. A wrong key or row is far below that.
     */
    private static final double LEAST = 0.9995;

    private Cosines() {}

    static void assertClose(float[] vector, float[] expected, String what) {
        assertThat(vector).as(what).hasSameSizeAs(expected);
        assertThat(of(vector, expected)).as("the cosine of %s", what).isGreaterThan(LEAST);
    }

    static double of(float[] a, float[] b) {
        return product(a, b) / (length(a) * length(b));
    }

    static double length(float[] vector) {
        return Math.sqrt(product(vector, vector));
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
