package ai.magibu.evaluation.internal.protocol;

import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.internal.metric.AveragePrecision;
import ai.magibu.evaluation.internal.metric.BestThreshold;
import ai.magibu.evaluation.internal.vector.Vectors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pair classification: how well a threshold on a similarity tells similar pairs from others. */
public final class PairClassificationProtocol {

    private static final List<String> SIMILARITIES = List.of("similarity", "cosine", "manhattan", "euclidean", "dot");
    private static final List<String> MAXIMA = List.of("accuracy", "f1", "precision", "recall", "ap");

    private PairClassificationProtocol() {}

    /**
     * Scores pairs.
     *
     * @param labels whether the sentences of each pair are similar
     */
    public static Scores score(Vectors first, Vectors second, boolean[] labels, Protocol protocol) {
        return score(Rows.of(first), Rows.of(second), labels, protocol);
    }

    static Scores score(Rows first, Rows second, boolean[] labels, Protocol protocol) {
        Pairs pairs = Pairs.of(first, second);
        Map<String, Double> scores = new LinkedHashMap<>();
        // The similarity that a model defines for itself is the cosine.
        add(scores, "similarity", pairs.cosine(), labels, true, protocol);
        add(scores, "cosine", pairs.cosine(), labels, true, protocol);
        add(scores, "manhattan", pairs.manhattan(), labels, false, protocol);
        add(scores, "euclidean", pairs.euclidean(), labels, false, protocol);
        add(scores, "dot", pairs.dot(), labels, true, protocol);
        for (String metric : MAXIMA) {
            double max = SIMILARITIES.stream().mapToDouble(similarity -> scores.get(similarity + "_" + metric)).max().orElseThrow();
            scores.put("max_" + metric, max);
        }
        scores.put("main_score", scores.get("max_ap"));
        return Scores.of(scores);
    }

    private static void add(Map<String, Double> scores, String similarity, double[] values, boolean[] labels, boolean highIsSimilar,
            Protocol protocol) {
        BestThreshold best = BestThreshold.of(values, labels, highIsSimilar);
        boolean thresholds = protocol == Protocol.TRMTEB;
        scores.put(similarity + "_accuracy", best.accuracy());
        if (thresholds) {
            scores.put(similarity + "_accuracy_threshold", best.accuracyThreshold());
        }
        scores.put(similarity + "_f1", best.f1());
        if (thresholds) {
            scores.put(similarity + "_f1_threshold", best.f1Threshold());
        }
        scores.put(similarity + "_precision", best.precision());
        scores.put(similarity + "_recall", best.recall());
        double[] similarities = highIsSimilar ? values : Arrays.stream(values).map(value -> -value).toArray();
        scores.put(similarity + "_ap", AveragePrecision.of(similarities, labels));
    }
}
