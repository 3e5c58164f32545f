package ai.magibu.evaluation.result;

/**
 * The place of the first relevant document of a query.
 *
 * @param id the id of the query
 * @param text the text of the query
 * @param rank the rank of the first relevant document, from 1; 0 if no relevant document was found
 */
public record QueryRank(String id, String text, int rank) {

    /** @throws IllegalArgumentException if the rank is negative */
    public QueryRank {
        if (rank < 0) {
            throw new IllegalArgumentException("A rank is at least 0: " + rank);
        }
    }
}
