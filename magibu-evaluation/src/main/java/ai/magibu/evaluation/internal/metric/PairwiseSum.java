package ai.magibu.evaluation.internal.metric;

/** NumPy's order of summation. The abstention scores compare sums for equality, so that the last bit counts. */
final class PairwiseSum {

    private static final int LANES = 8;
    private static final int BLOCK = 128;

    private PairwiseSum() {}

    static double of(double[] values) {
        return of(values, 0, values.length);
    }

    static double mean(double[] values) {
        return of(values) / values.length;
    }

    private static double of(double[] values, int start, int count) {
        if (count > BLOCK) {
            int half = count / 2 / LANES * LANES;
            return of(values, start, half) + of(values, start + half, count - half);
        }
        int done = 0;
        double sum = 0;
        if (count >= LANES) {
            double[] lanes = new double[LANES];
            for (; done + LANES <= count; done += LANES) {
                for (int lane = 0; lane < LANES; lane++) {
                    lanes[lane] += values[start + done + lane];
                }
            }
            sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
        }
        for (; done < count; done++) {
            sum += values[start + done];
        }
        return sum;
    }
}
