package ai.magibu.sample.store;

import com.pgvector.PGhalfvec;
import java.sql.Types;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Looks for chunks: by their vectors, through HNSW, and by their words, through PostgreSQL's full text search. */
@Repository
public class ChunkSearch {

    private static final String SELECT =
            "SELECT " + FoundChunk.COLUMNS + " FROM chunks c JOIN documents d ON d.id = c.document_id ";

    private final JdbcClient jdbc;

    ChunkSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Both lists best first; one that the mode does not ask for is empty. */
    public record Found(List<FoundChunk> byVector, List<FoundChunk> byText) {}

    /** In one transaction: both lists see the same state of the documents. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Found find(SearchMode mode, String question, float[] vector, ChunkFilter filter, int limit) {
        PGhalfvec wanted = new PGhalfvec(vector);
        return new Found(
                mode.byVector() ? nearest(wanted, filter, limit) : List.of(),
                mode.byText() ? matching(question, wanted, filter, limit) : List.of());
    }

    /**
     * The index gives up where a filter lets one chunk in thousands through ({@code hnsw.max_scan_tuples}), where a pgvector
     * before 0.8 has no iterative scan, or where its graph is torn. All that the filter lets through are compared then.
     */
    private List<FoundChunk> nearest(PGhalfvec vector, ChunkFilter filter, int limit) {
        List<FoundChunk> found = inOrderOf("c.embedding <=> :vector", vector, filter, limit);
        return found.size() == limit ? found : inOrderOf("(c.embedding <=> :vector) + 0", vector, filter, limit);
    }

    private List<FoundChunk> inOrderOf(String order, PGhalfvec vector, ChunkFilter filter, int limit) {
        return jdbc.sql(SELECT + "WHERE true" + filter.sql() + " ORDER BY " + order + " LIMIT :limit")
                .params(filter.parameters())
                .param("vector", vector)
                .param("limit", limit)
                .query(FoundChunk::of)
                .list();
    }

    /** Chunks with any of the question's words, those with more of them first; a word of the title counts as one of the text. */
    private List<FoundChunk> matching(String question, PGhalfvec vector, ChunkFilter filter, int limit) {
        return jdbc.sql(SELECT + "JOIN turkish_query(:question) AS query ON c.search @@ query WHERE true" + filter.sql()
                        + " ORDER BY ts_rank('{1, 1, 1, 1}', c.search, query) DESC, c.id LIMIT :limit")
                .params(filter.parameters())
                .param("question", ChunkFilter.storable(question))
                .param("vector", vector)
                .param("limit", limit)
                .query(FoundChunk::of)
                .list();
    }

    /** Those of the words that have a stem in common with a word of the question, stop words left out. */
    public Set<String> ofOneStem(String question, Collection<String> words) {
        return new HashSet<>(jdbc.sql("""
                        WITH question AS (SELECT turkish_stems(:question) AS stems)
                        SELECT word FROM unnest(CAST(:words AS text[])) AS word, question
                        WHERE ts_lexize('pg_catalog.turkish_stem', turkish_lower(word)) && stems
                        OR ts_lexize('pg_catalog.turkish_stem', turkish_unaccent(turkish_lower(word))) && stems""")
                .param("question", ChunkFilter.storable(question))
                .param("words", words.toArray(String[]::new), Types.ARRAY)
                .query(String.class)
                .list());
    }
}
