package ai.magibu.evaluation.internal.protocol;

import ai.magibu.evaluation.internal.metric.Confidence;
import ai.magibu.evaluation.internal.metric.RankingMetrics;
import ai.magibu.evaluation.internal.search.CodePointOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A query with its results and judgments.
 *
 * @param ceiling the share of the relevant documents that can be found
 */
record JudgedQuery(String id, RankingMetrics metrics, Confidence confidence, double ceiling) {

    /**
     * Orders results as trec_eval does: by the score in single precision, then by the id, the last first.
     *
     * @param grades the grades of the query's documents; 1 and more are relevant
     * @param counts whether a document counts as a result
     * @param corpus whether the corpus has a document
     */
    static JudgedQuery of(Ranking ranking, Map<String, Integer> grades, Predicate<String> counts, Predicate<String> corpus) {
        List<String> documents = ranking.documents();
        double[] scores = ranking.scores();
        int[] counted = IntStream.range(0, scores.length).filter(i -> counts.test(documents.get(i))).toArray();
        int[] order = IntStream.of(counted).boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> (float) scores[i]).thenComparing(documents::get, CodePointOrder.ASCENDING)
                        .reversed())
                .mapToInt(Integer::intValue).toArray();
        int[] ranked = IntStream.of(order).map(i -> grades.getOrDefault(documents.get(i), 0)).toArray();
        int[] judged = grades.values().stream().mapToInt(Integer::intValue).toArray();
        // The confidence is of the scores as they were given: their order decides the last bit of the deviation, and so ties.
        double[] kept = IntStream.of(counted).mapToDouble(i -> scores[i]).toArray();
        return new JudgedQuery(ranking.query(), new RankingMetrics(ranked, judged), Confidence.of(kept),
                ceiling(grades, counts.and(corpus)));
    }

    private static double ceiling(Map<String, Integer> grades, Predicate<String> reachable) {
        List<String> relevant = grades.entrySet().stream().filter(grade -> grade.getValue() >= 1).map(Map.Entry::getKey).toList();
        return relevant.isEmpty() ? 0 : (double) relevant.stream().filter(reachable).count() / relevant.size();
    }
}
