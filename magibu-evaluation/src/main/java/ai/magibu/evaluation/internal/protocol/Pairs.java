package ai.magibu.evaluation.internal.protocol;

import ai.magibu.evaluation.internal.metric.Similarity;

/** The similarities and distances of pairs of vectors. */
@SuppressWarnings("ArrayRecordComponent") // a column of numbers each; never compared
record Pairs(double[] cosine, double[] manhattan, double[] euclidean, double[] dot) {

    static Pairs of(Rows first, Rows second) {
        int n = first.size();
        if (second.size() != n) {
            throw new IllegalArgumentException("There are " + n + " first vectors and " + second.size() + " second vectors.");
        }
        Pairs pairs = new Pairs(new double[n], new double[n], new double[n], new double[n]);
        for (int i = 0; i < n; i++) {
            double[] x = first.row(i);
            double[] y = second.row(i);
            pairs.cosine[i] = Similarity.cosine(x, y);
            pairs.manhattan[i] = Similarity.manhattan(x, y);
            pairs.euclidean[i] = Similarity.euclidean(x, y);
            pairs.dot[i] = Similarity.dot(x, y);
        }
        return pairs;
    }
}
