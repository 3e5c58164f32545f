package ai.magibu.sample.store;

import ai.magibu.sample.model.LoadedModel;
import ai.magibu.sample.startup.StartupProblem;
import ai.magibu.sample.store.StoreProperties.OnModelChange;
import com.pgvector.PGhalfvec;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Sees to it that all stored vectors come from the model that runs now. */
@Component
@DependsOnDatabaseInitialization
final class ModelGuard {

    private static final Logger log = LoggerFactory.getLogger(ModelGuard.class);
    private static final int BATCH = 64;

    private record StoredModel(String fingerprint, String name, int dimension) {}

    private record StoredChunk(long id, String title, String text) {

        TextSegment toSegment() {
            return TextSegment.from(text, Metadata.from("title", title));
        }
    }

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionTemplate transaction;
    private final TextEmbedder embedder;
    private final LoadedModel model;
    private final StoreProperties properties;

    ModelGuard(
            JdbcClient jdbc,
            JdbcTemplate batches,
            TransactionTemplate transaction,
            TextEmbedder embedder,
            LoadedModel model,
            StoreProperties properties) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.transaction = transaction;
        this.embedder = embedder;
        this.model = model;
        this.properties = properties;
    }

    /** Returns when all stored vectors are the running model's. */
    void check() {
        if (!isRunning(stored())) {
            // In one transaction: a crash on the way leaves the old vectors under the old model's name.
            transaction.executeWithoutResult(status -> {
                jdbc.sql("LOCK TABLE chunks IN ACCESS EXCLUSIVE MODE").update(); // before they are counted
                StoredModel stored = stored();
                if (isRunning(stored)) {
                    return; // a replica was faster
                }
                int chunks = jdbc.sql("SELECT count(*) FROM chunks").query(Integer.class).single();
                if (chunks > 0 && properties.onModelChange() == OnModelChange.REFUSE) {
                    throw refusal(stored, chunks);
                }
                reembed(chunks);
            });
        }
    }

    private StoredModel stored() {
        return jdbc.sql("SELECT model_fingerprint AS fingerprint, model_name AS name, dimension FROM vector_store")
                .query(StoredModel.class)
                .single();
    }

    private boolean isRunning(StoredModel stored) {
        return stored.fingerprint().equals(model.fingerprint()) && stored.dimension() == model.dimension();
    }

    private StartupProblem refusal(StoredModel stored, int chunks) {
        return new StartupProblem(
                """
                The %d stored chunks carry vectors of the model "%s" (%d dimensions, fingerprint %s), \
                but now "%s" runs (%d dimensions, fingerprint %s). Vectors of two models cannot be compared."""
                        .formatted(chunks, stored.name(), stored.dimension(), stored.fingerprint(),
                                model.name(), model.dimension(), model.fingerprint()),
                """
                Do one of these:
                    - Set sample.store.on-model-change=reembed: all chunks get new vectors from their stored text.
                    - Go back to the former model (magibu.embedding.model).
                    - Start with another data folder (sample.data-directory) or another database.""");
    }

    private void reembed(int chunks) {
        log.info("The model changed: new vectors for {} stored chunks", chunks);
        jdbc.sql("DROP INDEX chunks_embedding").update();
        jdbc.sql("ALTER TABLE chunks ALTER COLUMN embedding TYPE halfvec(" + model.dimension() + ") USING NULL")
                .update();
        long last = 0;
        for (int done = 0; done < chunks; done += BATCH) {
            last = embedBatchAfter(last);
            log.info("{} of {} chunks have new vectors", Math.min(done + BATCH, chunks), chunks);
        }
        jdbc.sql("CREATE INDEX chunks_embedding ON chunks USING hnsw (embedding halfvec_cosine_ops)").update();
        jdbc.sql("UPDATE vector_store SET model_fingerprint = ?, model_name = ?, dimension = ?")
                .params(model.fingerprint(), model.name(), model.dimension())
                .update();
    }

    private long embedBatchAfter(long id) {
        List<StoredChunk> batch = jdbc.sql("""
                        SELECT c.id, d.title, c.text FROM chunks c JOIN documents d ON d.id = c.document_id
                        WHERE c.id > ? ORDER BY c.id LIMIT ?""")
                .params(id, BATCH)
                .query(StoredChunk.class)
                .list();
        List<Embedding> embeddings = embedder.embedDocuments(batch.stream().map(StoredChunk::toSegment).toList());
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            rows.add(new Object[] {new PGhalfvec(embeddings.get(i).vector()), batch.get(i).id()});
        }
        batches.batchUpdate("UPDATE chunks SET embedding = ? WHERE id = ?", rows);
        return batch.get(batch.size() - 1).id();
    }
}
