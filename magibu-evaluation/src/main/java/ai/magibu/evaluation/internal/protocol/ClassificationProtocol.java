package ai.magibu.evaluation.internal.protocol;

import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.internal.learn.FewShotSample;
import ai.magibu.evaluation.internal.learn.LogisticRegression;
import ai.magibu.evaluation.internal.metric.AveragePrecision;
import ai.magibu.evaluation.internal.metric.LabelMetrics;
import ai.magibu.evaluation.internal.vector.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Classification: how well a logistic regression that has seen eight examples of each label predicts labels. */
public final class ClassificationProtocol {

    private static final int EXPERIMENTS = 10;
    /** The label whose average precision is reported if there are two labels. */
    private static final int POSITIVE = 1;

    private ClassificationProtocol() {}

    /**
     * Scores ten experiments.
     *
     * @param trainLabels the label of each row of {@code train}; numbers in the order of the labels' names
     * @param testLabels the label of each row of {@code test}
     * @return the mean scores, and the scores of each experiment
     * @throws IllegalArgumentException if all examples have the same label
     */
    public static Scored score(Vectors train, int[] trainLabels, Vectors test, int[] testLabels, Protocol protocol) {
        return score(Rows.of(train), trainLabels, Rows.of(test), testLabels, EXPERIMENTS, protocol);
    }

    /** Returns the rows that the experiments learn from; no other row of {@code train} is read. */
    public static IntStream learned(int[] trainLabels) {
        return FewShotSample.draw(trainLabels, EXPERIMENTS).stream().flatMapToInt(IntStream::of).distinct();
    }

    static Scored score(Rows train, int[] trainLabels, Rows test, int[] testLabels, int experiments, Protocol protocol) {
        List<Scores> parts = new ArrayList<>();
        for (int[] sample : FewShotSample.draw(trainLabels, experiments)) {
            int[] predicted = predict(train, trainLabels, sample, test);
            int[] decisive = protocol == Protocol.TRMTEB ? IntStream.of(sample).map(row -> trainLabels[row]).toArray() : testLabels;
            boolean binary = Arrays.stream(decisive).distinct().count() == 2;
            parts.add(Scores.of(scores(testLabels, predicted, binary, protocol)));
        }
        Map<String, Double> mean = new LinkedHashMap<>();
        for (String name : parts.get(0).asMap().keySet()) {
            mean.put(name, parts.stream().mapToDouble(part -> part.get(name)).average().orElseThrow());
        }
        mean.put("main_score", mean.get("accuracy"));
        return new Scored(Scores.of(mean), parts);
    }

    static int[] predict(Rows train, int[] trainLabels, int[] sample, Rows test) {
        double[][] examples = IntStream.of(sample).mapToObj(train::row).toArray(double[][]::new);
        int[] labels = IntStream.of(sample).map(row -> trainLabels[row]).toArray();
        LogisticRegression model = LogisticRegression.fit(examples, labels);
        return IntStream.range(0, test.size()).map(row -> model.predict(test.row(row))).toArray();
    }

    static Map<String, Double> scores(int[] truth, int[] predicted, boolean binary, Protocol protocol) {
        LabelMetrics metrics = LabelMetrics.of(truth, predicted);
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("accuracy", metrics.accuracy());
        scores.put("f1", metrics.f1());
        scores.put("f1_weighted", metrics.f1Weighted());
        if (protocol == Protocol.MTEB2) {
            scores.put("precision", metrics.precision());
            scores.put("precision_weighted", metrics.precisionWeighted());
            scores.put("recall", metrics.recall());
            scores.put("recall_weighted", metrics.recallWeighted());
        }
        if (binary || protocol == Protocol.MTEB2) {
            double precision = binary ? averagePrecision(truth, predicted) : Double.NaN;
            scores.put("ap", precision);
            scores.put("ap_weighted", precision);
        }
        return scores;
    }

    private static double averagePrecision(int[] truth, int[] predicted) {
        boolean[] positive = new boolean[truth.length];
        for (int i = 0; i < truth.length; i++) {
            positive[i] = truth[i] == POSITIVE;
        }
        return AveragePrecision.of(Arrays.stream(predicted).asDoubleStream().toArray(), positive);
    }
}
