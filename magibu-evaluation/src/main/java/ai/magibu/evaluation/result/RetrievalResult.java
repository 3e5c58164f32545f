package ai.magibu.evaluation.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.stats.Interval;

/**
 * The result of a search of a user's own questions in a user's own documents.
 *
 * @param name the name of the data, for example of its folder
 * @param encoder the settings of the encoder
 * @param documents the number of documents
 * @param queries the number of queries that have a relevant document
 * @param scores the means over the queries
 * @param perQuery the scores of each query by its id
 * @param intervals the confidence intervals of the main scores by their names, the most important first
 * @param ranks the place of the first relevant document of each query
 */
public record RetrievalResult(String name, EncoderSettings encoder, int documents, int queries, Scores scores,
        Map<String, Scores> perQuery, Map<String, Interval> intervals, List<QueryRank> ranks) {

    /** Copies the collections and keeps their order. */
    public RetrievalResult {
        perQuery = Collections.unmodifiableMap(new LinkedHashMap<>(perQuery));
        intervals = Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
        ranks = List.copyOf(ranks);
    }
}
