package ai.magibu.evaluation.internal.metric;

/** Similarities and distances of two vectors, as scikit-learn computes them for pairs. */
public final class Similarity {

    private Similarity() {}

    /**
     * Returns 1 - ½‖x̂ - ŷ‖², where x̂ and ŷ have length 1. A zero vector stays zero: its cosine with another vector is 0.5, with a zero
     * vector 1.
     */
    public static double cosine(double[] x, double[] y) {
        double lengthX = length(x);
        double lengthY = length(y);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double difference = x[i] / lengthX - y[i] / lengthY;
            sum += difference * difference;
        }
        return 1 - sum / 2;
    }

    /** Returns the sum of the absolute differences. */
    public static double manhattan(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.abs(x[i] - y[i]);
        }
        return sum;
    }

    /** Returns the length of the difference. */
    public static double euclidean(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double difference = x[i] - y[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** Returns the dot product. */
    public static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static double length(double[] x) {
        double length = Math.sqrt(dot(x, x));
        return length == 0 ? 1 : length;
    }
}
