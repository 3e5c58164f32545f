package ai.magibu.evaluation.internal.protocol;

import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.internal.metric.BitextMetrics;
import ai.magibu.evaluation.internal.search.ExactSearch;
import ai.magibu.evaluation.internal.vector.Vectors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Bitext mining: for how many sentences the nearest sentence of the other language is the translation. */
public final class BitextProtocol {

    private BitextProtocol() {}

    /** Scores sentences; row i of {@code second} is the translation of row i of {@code first}. */
    public static Scores score(Vectors first, Vectors second) {
        if (first.size() != second.size()) {
            throw new IllegalArgumentException("There are " + first.size() + " sentences and " + second.size() + " translations.");
        }
        return score(nearest(first, second));
    }

    static int[] nearest(Vectors first, Vectors second) {
        // The last id wins among equal cosines. These ids have ten digits and fall, so that the first sentence wins.
        List<String> ids = IntStream.range(0, second.size()).mapToObj(i -> Integer.toString(Integer.MAX_VALUE - i)).toList();
        return new ExactSearch(second, ids).search(first, 1).stream().mapToInt(hits -> hits.documents()[0]).toArray();
    }

    static Scores score(int[] nearest) {
        BitextMetrics metrics = BitextMetrics.of(nearest);
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("precision", metrics.precision());
        scores.put("recall", metrics.recall());
        scores.put("f1", metrics.f1());
        scores.put("accuracy", metrics.accuracy());
        scores.put("main_score", metrics.f1());
        return Scores.of(scores);
    }
}
