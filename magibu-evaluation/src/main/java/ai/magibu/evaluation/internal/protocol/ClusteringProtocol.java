package ai.magibu.evaluation.internal.protocol;

import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.internal.learn.BatchDraw;
import ai.magibu.evaluation.internal.learn.MiniBatchKMeans;
import ai.magibu.evaluation.internal.metric.VMeasure;
import ai.magibu.evaluation.internal.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Clustering: how well clusters of vectors agree with labels. */
public final class ClusteringProtocol {

    private static final int SEED = 42;

    private ClusteringProtocol() {}

    /**
     * Scores sets of texts, each clustered on its own.
     *
     * @param labels the labels of the rows of each set
     * @return the mean v-measure with its standard deviation, and the v-measure of each set
     * @throws IllegalArgumentException if there is no set, or if a set has more labels than vectors or fewer
     */
    public static Scored score(List<Vectors> sets, List<int[]> labels, Protocol protocol) {
        if (sets.isEmpty() || sets.size() != labels.size()) {
            throw new IllegalArgumentException("There are " + sets.size() + " sets of vectors and " + labels.size() + " sets of labels.");
        }
        List<Scores> parts = new ArrayList<>();
        double[] values = new double[sets.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = vMeasure(Rows.of(sets.get(i)).all(), labels.get(i), protocol);
            parts.add(Scores.of(Map.of("v_measure", values[i])));
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElseThrow();
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("v_measure", mean);
        scores.put("v_measure_std", Math.sqrt(variance));
        scores.put("main_score", mean);
        return new Scored(Scores.of(scores), parts);
    }

    static double vMeasure(double[][] rows, int[] labels, Protocol protocol) {
        if (rows.length != labels.length) {
            throw new IllegalArgumentException("There are " + rows.length + " vectors and " + labels.length + " labels.");
        }
        // The published tables are of the time of scikit-learn 1.6.1.
        BatchDraw draw = protocol == Protocol.TRMTEB ? BatchDraw.INTEGERS : BatchDraw.WEIGHTS;
        int clusters = (int) Arrays.stream(labels).distinct().count();
        return VMeasure.of(labels, MiniBatchKMeans.cluster(rows, clusters, draw, SEED)).value();
    }
}
