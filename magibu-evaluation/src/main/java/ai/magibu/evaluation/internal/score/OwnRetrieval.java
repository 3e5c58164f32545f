package ai.magibu.evaluation.internal.score;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ai.magibu.evaluation.api.EncodingListener;
import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.internal.encode.CachedEncoder;
import ai.magibu.evaluation.internal.protocol.RetrievalScores;
import ai.magibu.evaluation.result.QueryRank;
import ai.magibu.evaluation.result.RetrievalResult;
import ai.magibu.evaluation.stats.Bootstrap;
import ai.magibu.evaluation.stats.Interval;
import ai.magibu.evaluation.task.RetrievalSet;
import ai.magibu.evaluation.task.TaskType;

/** Runs a search in a user's own data. */
public final class OwnRetrieval {

    /** The scores that are compared, the most important first. */
    private static final List<String> METRICS = List.of("ndcg_at_10", "recall_at_10", "recall_at_100", "mrr_at_10", "map_at_10");
    private static final long SEED = 42;
    private static final String RECIPROCAL_RANK = "mrr_at_1000";

    private final CachedEncoder encoder;

    public OwnRetrieval(CachedEncoder encoder) {
        this.encoder = encoder;
    }

    /** Encodes, searches and scores. */
    public RetrievalResult run(RetrievalSet data, String name, EncodingListener listener) {
        TaskTexts texts = new TaskTexts(name, TaskType.RETRIEVAL.id());
        encoder.encode(texts.of(data), listener);
        RetrievalScores scored = new TaskScorer(encoder, texts, Protocol.MTEB2).retrieval(data);
        Map<String, Scores> perQuery = new LinkedHashMap<>();
        for (int query = 0; query < scored.queries().size(); query++) {
            perQuery.put(scored.queries().get(query), scores(scored, query));
        }
        Map<String, Interval> intervals = new LinkedHashMap<>();
        METRICS.forEach(metric -> intervals.put(metric, new Bootstrap(SEED).mean(values(scored, metric))));
        return new RetrievalResult(name, encoder.settings(), data.documents().size(), scored.queries().size(), scored.scores(), perQuery,
                intervals,
                ranks(data, scored));
    }

    private static Scores scores(RetrievalScores scored, int query) {
        Map<String, Double> scores = new LinkedHashMap<>();
        METRICS.forEach(metric -> scores.put(metric, values(scored, metric)[query]));
        return Scores.of(scores);
    }

    private static double[] values(RetrievalScores scored, String metric) {
        return Objects.requireNonNull(scored.perQuery().get(metric), metric);
    }

    private static List<QueryRank> ranks(RetrievalSet data, RetrievalScores scored) {
        Map<String, String> textById = new HashMap<>();
        for (int i = 0; i < data.queryIds().size(); i++) {
            textById.put(data.queryIds().get(i), data.queries().get(i));
        }
        List<QueryRank> ranks = new ArrayList<>();
        double[] reciprocal = values(scored, RECIPROCAL_RANK);
        for (int query = 0; query < reciprocal.length; query++) {
            String id = scored.queries().get(query);
            int rank = reciprocal[query] == 0 ? 0 : (int) Math.round(1 / reciprocal[query]);
            ranks.add(new QueryRank(id, textById.getOrDefault(id, ""), rank));
        }
        return ranks;
    }
}
