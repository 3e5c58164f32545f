package ai.magibu.sample.documents;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The index of the vectors. Without one, PostgreSQL compares the question with every chunk, which finds all of them and is fast up to
 * some ten thousand. Above that an HNSW index is built, which may miss some.
 */
@Component
record ChunkIndex(JdbcClient jdbc, @Value("${sample.exact-search-up-to}") long exactUpTo) {

    static final String NAME = "chunks_embedding";

    private static final Logger log = LoggerFactory.getLogger(ChunkIndex.class);

    /** Creates the index if there are so many chunks. Takes minutes for some hundred thousand chunks. */
    void update() {
        long chunks = jdbc.sql("SELECT coalesce(sum(chunks), 0) FROM documents WHERE state = 'stored'").query(Long.class).single();
        boolean exists = jdbc.sql("SELECT to_regclass(?) IS NOT NULL").param(NAME).query(Boolean.class).single();
        if (chunks > exactUpTo && !exists) {
            log.info("{} chunks: the HNSW index is built", chunks);
            jdbc.sql("CREATE INDEX " + NAME + " ON chunks USING hnsw (embedding vector_cosine_ops) WITH (m = 32, ef_construction = 200)").update();
        }
    }
}
