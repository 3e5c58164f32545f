package ai.magibu.evaluation.internal.metric;

/** NumPy's sum of squares of a row, by {@code einsum}. Its order of summation decides the last bit, and so whether scores and distances are equal. */
public final class SumOfSquares {

    private static final int LANES = 2;
    /** Values of one round. Within a round the last pair is added first. */
    private static final int ROUND = 8;

    private SumOfSquares() {}

    /** Returns the sum. */
    public static double of(double[] values) {
        double even = 0;
        double odd = 0;
        int start = 0;
        for (; start + ROUND <= values.length; start += ROUND) {
            for (int i = start + ROUND - LANES; i >= start; i -= LANES) {
                even += values[i] * values[i];
                odd += values[i + 1] * values[i + 1];
            }
        }
        for (; start < values.length; start++) {
            double square = values[start] * values[start];
            if (start % LANES == 0) {
                even += square;
            } else {
                odd += square;
            }
        }
        return even + odd;
    }
}
