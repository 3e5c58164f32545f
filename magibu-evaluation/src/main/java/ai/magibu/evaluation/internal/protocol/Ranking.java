package ai.magibu.evaluation.internal.protocol;

import ai.magibu.evaluation.internal.search.ExactSearch;
import ai.magibu.evaluation.internal.search.Hits;
import ai.magibu.evaluation.internal.vector.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The documents found for a query.
 *
 * @param query the id of the query
 * @param documents the ids of the documents, in any order
 * @param scores the score of each document
 */
@SuppressWarnings("ArrayRecordComponent") // a thousand scores; never compared
public record Ranking(String query, List<String> documents, double[] scores) {

    /** As many documents as the reference keeps for each query. */
    private static final int KEPT = 1000;

    /**
     * Searches for the thousand best documents of each query by cosine.
     *
     * @throws IllegalArgumentException if there are more or fewer ids than vectors, or if the dimensions differ
     */
    public static List<Ranking> search(Vectors documents, List<String> documentIds, Vectors queries, List<String> queryIds) {
        if (queries.size() != queryIds.size()) {
            throw new IllegalArgumentException("There are " + queries.size() + " queries and " + queryIds.size() + " ids.");
        }
        List<Hits> found = new ExactSearch(documents, documentIds).search(queries, KEPT);
        List<Ranking> rankings = new ArrayList<>();
        for (int q = 0; q < found.size(); q++) {
            Hits hits = found.get(q);
            List<String> ids = IntStream.of(hits.documents()).mapToObj(documentIds::get).toList();
            double[] scores = IntStream.range(0, ids.size()).mapToDouble(i -> hits.scores()[i]).toArray();
            rankings.add(new Ranking(queryIds.get(q), ids, scores));
        }
        return rankings;
    }
}
