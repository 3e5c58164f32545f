package ai.magibu.evaluation.internal.protocol;

import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.internal.metric.Correlation;
import ai.magibu.evaluation.internal.vector.Vectors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Semantic textual similarity: how the similarities of pairs of sentences correlate with those that people gave. */
public final class StsProtocol {

    private StsProtocol() {}

    /**
     * Scores pairs.
     *
     * @param gold the similarity of each pair, on any scale
     */
    public static Scores score(Vectors first, Vectors second, double[] gold) {
        return score(Rows.of(first), Rows.of(second), gold);
    }

    static Scores score(Rows first, Rows second, double[] gold) {
        Pairs pairs = Pairs.of(first, second);
        Map<String, Double> scores = new LinkedHashMap<>();
        // The similarity that a model defines for itself is the cosine.
        correlate(scores, "", gold, pairs.cosine());
        correlate(scores, "cosine_", gold, pairs.cosine());
        correlate(scores, "manhattan_", gold, negative(pairs.manhattan()));
        correlate(scores, "euclidean_", gold, negative(pairs.euclidean()));
        scores.put("main_score", scores.get("cosine_spearman"));
        return Scores.of(scores);
    }

    private static void correlate(Map<String, Double> scores, String prefix, double[] gold, double[] similarities) {
        scores.put(prefix + "pearson", Correlation.pearson(gold, similarities));
        scores.put(prefix + "spearman", Correlation.spearman(gold, similarities));
    }

    private static double[] negative(double[] distances) {
        return Arrays.stream(distances).map(distance -> -distance).toArray();
    }
}
