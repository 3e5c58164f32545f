package ai.magibu.evaluation.internal.protocol;

import ai.magibu.evaluation.api.Scores;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scores of a retrieval task.
 *
 * @param scores the means over all queries
 * @param queries the ids of the scored queries
 * @param perQuery the unrounded values of each metric, in the order of the queries
 * @param ceiling the highest possible recall: the mean share of a query's relevant documents that are in the corpus
 */
public record RetrievalScores(Scores scores, List<String> queries, Map<String, double[]> perQuery, double ceiling) {

    public RetrievalScores {
        queries = List.copyOf(queries);
        perQuery = Collections.unmodifiableMap(new LinkedHashMap<>(perQuery));
    }
}
