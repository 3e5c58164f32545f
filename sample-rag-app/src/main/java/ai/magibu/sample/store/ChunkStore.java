package ai.magibu.sample.store;

import ai.magibu.sample.model.LoadedModel;
import com.pgvector.PGhalfvec;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code chunks}: the passages of the documents with their vectors, in half precision. That makes the table
 * less than half as large and costs no recall; see docs/pgvector.md for what was measured.
 */
@Repository
public class ChunkStore {

    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final LoadedModel model;

    ChunkStore(JdbcClient jdbc, JdbcTemplate batches, LoadedModel model, ModelGuard guard) {
        guard.check(); // before any vector is read or written
        this.jdbc = jdbc;
        this.batches = batches;
        this.model = model;
    }

    /**
     * A passage to be stored.
     *
     * @param start its place in the document's text, in UTF-16 units
     * @param vector of the running model
     */
    public record NewChunk(int start, int end, String text, float[] vector) {}

    /** Puts the chunks in the place of those that the document has, in the transaction that the caller must have. */
    public void replace(UUID documentId, String title, List<NewChunk> chunks) {
        jdbc.sql("DELETE FROM chunks WHERE document_id = ?").param(documentId).update();
        // Batched inserts and not COPY, which PGlite cannot do.
        batches.batchUpdate("""
                        INSERT INTO chunks (document_id, position, start_offset, end_offset, text, search, embedding)
                        VALUES (?, ?, ?, ?, ?, setweight(turkish_vector(?), 'B') || turkish_vector(?), ?)""",
                IntStream.range(0, chunks.size()).boxed().toList(),
                BATCH,
                (row, position) -> {
                    NewChunk chunk = chunks.get(position);
                    row.setObject(1, documentId);
                    row.setInt(2, position);
                    row.setInt(3, chunk.start());
                    row.setInt(4, chunk.end());
                    row.setString(5, chunk.text());
                    row.setString(6, title);
                    row.setString(7, chunk.text());
                    row.setObject(8, new PGhalfvec(chunk.vector()));
                });
        // A replica that an older model still runs on must not add its vectors to those of the new one.
        jdbc.sql("SELECT 1 FROM vector_store WHERE model_fingerprint = ? FOR SHARE").param(model.fingerprint())
                .query(Integer.class)
                .optional()
                .orElseThrow(() -> new IllegalStateException("The stored vectors are another model's by now. Restart."));
    }

    public int count() {
        return jdbc.sql("SELECT count(*) FROM chunks").query(Integer.class).single();
    }
}
