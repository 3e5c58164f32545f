package ai.magibu.sample.documents;

import ai.magibu.embedding.MagibuEmbedder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Never mixes the vectors of two models: with another model, all documents are embedded again from their files. */
@Component
class ModelGuard {

    private static final Logger log = LoggerFactory.getLogger(ModelGuard.class);

    private final boolean firstStart;

    /** Checks while the application starts, before it answers requests. */
    ModelGuard(JdbcClient jdbc, TransactionTemplate transaction, MagibuEmbedder embedder) {
        firstStart = Boolean.TRUE.equals(transaction.execute(status -> check(jdbc, embedder)));
    }

    /** Returns whether the database is new. */
    boolean isFirstStart() {
        return firstStart;
    }

    private static boolean check(JdbcClient jdbc, MagibuEmbedder embedder) {
        jdbc.sql("LOCK TABLE embedding_model").update();
        String stored = jdbc.sql("SELECT identity FROM embedding_model").query(String.class).optional().orElse("");
        if (!stored.isEmpty() && !stored.equals(embedder.identity())) {
            log.warn("The stored vectors come from another model ({}). All documents are embedded again.", stored);
            jdbc.sql("DROP INDEX IF EXISTS " + ChunkIndex.NAME).update();
            jdbc.sql("TRUNCATE chunks").update();
            jdbc.sql("ALTER TABLE chunks ALTER COLUMN embedding TYPE vector(" + embedder.dimension() + ")").update();
            jdbc.sql("UPDATE documents SET state = 'waiting' WHERE state = 'stored'").update();
        }
        jdbc.sql("DELETE FROM embedding_model").update();
        jdbc.sql("INSERT INTO embedding_model VALUES (?)").param(embedder.identity()).update();
        return stored.isEmpty();
    }
}
