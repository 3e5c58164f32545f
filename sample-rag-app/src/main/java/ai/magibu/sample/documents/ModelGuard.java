package ai.magibu.sample.documents;

import ai.magibu.embedding.MagibuEmbedder;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps the vectors of two models apart: with another model, all documents are embedded again from their files. */
@Component
class ModelGuard {

    private static final Logger log = LoggerFactory.getLogger(ModelGuard.class);

    /** Runs before the application answers requests. The first start adds the bundled documents to the queue. */
    ModelGuard(
            JdbcClient jdbc, TransactionTemplate transaction, MagibuEmbedder embedder, Documents documents,
            @Value("${sample.demo-documents}") boolean demo, @Value("classpath:demo/documents/*.md") Resource[] files) throws IOException {
        boolean first = jdbc.sql("SELECT count(*) = 0 FROM embedding_model").query(Boolean.class).single();
        for (Resource file : first && demo ? files : new Resource[0]) {
            documents.add(file.getFilename(), file.getContentAsByteArray());
        }
        transaction.executeWithoutResult(status -> check(jdbc, embedder));
    }

    private static void check(JdbcClient jdbc, MagibuEmbedder embedder) {
        jdbc.sql("LOCK TABLE embedding_model").update();
        String stored = jdbc.sql("SELECT identity FROM embedding_model").query(String.class).optional().orElse("");
        if (!stored.isEmpty() && !stored.equals(embedder.identity())) {
            log.warn("The stored vectors come from another model ({}). All documents are embedded again.", stored);
            jdbc.sql("DROP INDEX IF EXISTS chunks_hnsw").update();
            jdbc.sql("TRUNCATE chunks").update();
            jdbc.sql("ALTER TABLE chunks ALTER COLUMN embedding TYPE vector(" + embedder.dimension() + ")").update();
            jdbc.sql("UPDATE documents SET state = 'waiting', done = 0, total = 0, attempts = 0 WHERE state = 'stored'").update();
        }
        jdbc.sql("DELETE FROM embedding_model").update();
        jdbc.sql("INSERT INTO embedding_model VALUES (?)").param(embedder.identity()).update();
    }
}
