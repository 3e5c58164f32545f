package ai.magibu.evaluation.internal.protocol;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.internal.metric.Abstention;
import ai.magibu.evaluation.internal.metric.RankingMetrics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Retrieval: how well a search ranks the relevant documents. MRR orders equal scores as all other metrics do, which is the rule of mteb
 * 2.x; mteb 1.31.3 leaves them in an arbitrary order for MRR.
 */
public final class RetrievalProtocol {

    private static final List<Integer> DEPTHS = List.of(1, 3, 5, 10, 20, 100, 1000);
    private static final int DECIMALS = 5;

    private RetrievalProtocol() {}

    /** The value of a metric for the best k results of a query. */
    private interface Metric {

        double at(RankingMetrics query, int k);
    }

    /**
     * Scores rankings. A query without judgments is left out.
     *
     * @param qrels the grades of documents by the ids of queries and documents; 1 and more are relevant
     * @param corpus whether the corpus has a document, for the ceiling
     * @param ignoreIdenticalIds whether a document with the id of the query does not count as a result
     * @throws EvaluationException if no query has both results and judgments
     */
    public static RetrievalScores score(List<Ranking> rankings, Map<String, Map<String, Integer>> qrels, Predicate<String> corpus,
            boolean ignoreIdenticalIds, Protocol protocol) {
        List<JudgedQuery> queries = new ArrayList<>();
        for (Ranking ranking : rankings) {
            Map<String, Integer> grades = qrels.get(ranking.query());
            if (grades != null) {
                Predicate<String> counts = document -> !(ignoreIdenticalIds && document.equals(ranking.query()));
                queries.add(JudgedQuery.of(ranking, grades, counts, corpus));
            }
        }
        if (queries.isEmpty()) {
            throw new EvaluationException("No query has both results and relevant documents. Do the query ids in queries and qrels match?");
        }
        Map<String, double[]> perQuery = perQuery(queries);
        double ceiling = queries.stream().mapToDouble(JudgedQuery::ceiling).average().orElseThrow();
        return new RetrievalScores(Scores.of(means(perQuery, queries, protocol)), queries.stream().map(JudgedQuery::id).toList(), perQuery,
                ceiling);
    }

    private static Map<String, double[]> perQuery(List<JudgedQuery> queries) {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        metrics.put("ndcg", RankingMetrics::ndcg);
        metrics.put("map", RankingMetrics::averagePrecision);
        metrics.put("recall", RankingMetrics::recall);
        metrics.put("precision", RankingMetrics::precision);
        metrics.put("mrr", RankingMetrics::reciprocalRank);
        metrics.put("hit_rate", RankingMetrics::hit);
        Map<String, double[]> perQuery = new LinkedHashMap<>();
        metrics.forEach((name, metric) -> {
            for (int k : DEPTHS) {
                perQuery.put(name + "_at_" + k, values(queries, query -> metric.at(query.metrics(), k)));
            }
        });
        return perQuery;
    }

    private static Map<String, Double> means(Map<String, double[]> perQuery, List<JudgedQuery> queries, Protocol protocol) {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (String metric : List.of("ndcg", "map", "recall", "precision", "mrr")) {
            if (metric.equals("precision") && protocol == Protocol.MTEB2) {
                scores.put("accuracy", rounded(perQuery, "recall_at_1"));
            }
            for (int k : DEPTHS) {
                String name = metric + "_at_" + k;
                scores.put(name, metric.equals("mrr") ? mean(perQuery, name) : rounded(perQuery, name));
            }
        }
        addAbstention(scores, perQuery, queries);
        if (protocol == Protocol.MTEB2) {
            for (int k : DEPTHS) {
                scores.put("hit_rate_at_" + k, rounded(perQuery, "hit_rate_at_" + k));
            }
        }
        scores.put("main_score", scores.get("ndcg_at_10"));
        return scores;
    }

    private static void addAbstention(Map<String, Double> scores, Map<String, double[]> perQuery, List<JudgedQuery> queries) {
        double[] max = values(queries, query -> query.confidence().max());
        double[] deviation = values(queries, query -> query.confidence().deviation());
        double[] lead = values(queries, query -> query.confidence().lead());
        perQuery.forEach((name, values) -> {
            if (!name.startsWith("hit_rate")) {
                scores.put("nauc_" + name + "_max", Abstention.nauc(max, values));
                scores.put("nauc_" + name + "_std", Abstention.nauc(deviation, values));
                scores.put("nauc_" + name + "_diff1", Abstention.nauc(lead, values));
            }
        });
    }

    private static double[] values(List<JudgedQuery> queries, ToDoubleFunction<JudgedQuery> value) {
        return queries.stream().mapToDouble(value).toArray();
    }

    private static double mean(Map<String, double[]> perQuery, String name) {
        double[] values = Objects.requireNonNull(perQuery.get(name));
        double sum = 0;
        // A stream would correct rounding errors. The reference does not, and half a decimal is rounded up or down by the last bit.
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Rounds the mean as Python does: half to even, by the exact binary value. */
    private static double rounded(Map<String, double[]> perQuery, String name) {
        return new BigDecimal(mean(perQuery, name)).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
    }
}
