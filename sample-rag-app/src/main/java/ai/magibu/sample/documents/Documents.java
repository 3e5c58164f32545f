package ai.magibu.sample.documents;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The table {@code documents}. Each upload is a row with its file, and the unfinished rows are the queue, so the next start continues
 * after a crash. Storing an upload removes the earlier ones of its name.
 */
@Repository
public class Documents {

    /**
     * An upload and its state.
     *
     * @param state waiting, reading, embedding, stored, failed or cancelled
     * @param problem the code of its failure
     * @param done the number of chunks embedded so far, of {@code total}
     */
    record Document(
            UUID id, String name, String title, String state, String problem, boolean retryable,
            int done, int total, int chunks, long size, OffsetDateTime uploadedAt) {}

    record Upload(UUID id, String name, byte[] file, OffsetDateTime uploadedAt) {}

    private static final String UNFINISHED = "state IN ('waiting', 'reading', 'embedding')";
    private static final String RETRYABLE = "(state = 'cancelled' OR state = 'failed' AND problem = 'internal')";

    private final JdbcClient jdbc;

    Documents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds a file to the queue and removes unfinished ones of its name. Returns empty if the name already has this content. */
    @Transactional
    public Optional<UUID> add(String name, byte[] file) {
        jdbc.sql("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(?, 0))").param(name).query(Integer.class).single();
        boolean known = jdbc.sql("""
                        SELECT count(*) > 0 FROM documents WHERE name = :name AND hash = encode(sha256(:file), 'hex')
                        AND number = (SELECT max(number) FROM documents WHERE name = :name AND state NOT IN ('failed', 'cancelled'))""")
                .param("name", name).param("file", file).query(Boolean.class).single();
        if (known) {
            return Optional.empty();
        }
        jdbc.sql("DELETE FROM documents WHERE name = ? AND text IS NULL").param(name).update(); // an upload with a text was stored before
        return jdbc.sql("INSERT INTO documents (name, file) VALUES (?, ?) RETURNING id").params(name, file).query(UUID.class).optional();
    }

    /** Takes the oldest unfinished upload. An upload that has crashed the application several times fails. */
    Optional<Upload> next() {
        jdbc.sql("UPDATE documents SET state = 'failed', problem = 'internal' WHERE attempts >= 5 AND " + UNFINISHED).update();
        return jdbc.sql("""
                        UPDATE documents SET state = 'reading', attempts = attempts + 1
                        WHERE number = (SELECT min(number) FROM documents WHERE %s) AND %s
                        RETURNING id, name, file, uploaded_at""".replace("%s", UNFINISHED))
                .query(Upload.class).optional();
    }

    /** Returns false, like the next two methods, if the upload was deleted, cancelled or replaced meanwhile. */
    boolean progress(UUID id, int done, int total) {
        return update("UPDATE documents SET state = 'embedding', done = ?, total = ? WHERE id = ? AND " + UNFINISHED, done, total, id);
    }

    /** Makes the upload's chunks visible to searches, and removes the earlier uploads of its name in the same step. */
    @Transactional
    public boolean stored(UUID id, String title, String text, int chunks) {
        return update("UPDATE documents SET state = 'stored', title = ?, text = ?, chunks = ? WHERE id = ? AND " + UNFINISHED,
                title, text, chunks, id)
                && jdbc.sql("""
                        DELETE FROM documents USING documents AS stored
                        WHERE stored.id = ? AND documents.name = stored.name AND documents.number < stored.number""")
                        .param(id).update() >= 0;
    }

    boolean failed(UUID id, String problem) {
        return update("UPDATE documents SET state = 'failed', problem = ? WHERE id = ? AND " + UNFINISHED, problem, id);
    }

    boolean cancel(UUID id) {
        return update("UPDATE documents SET state = 'cancelled' WHERE id = ? AND " + UNFINISHED, id);
    }

    boolean retry(UUID id) {
        return update("UPDATE documents SET state = 'waiting', problem = NULL, attempts = 0 WHERE id = ? AND " + RETRYABLE, id);
    }

    boolean delete(UUID id) {
        return update("DELETE FROM documents WHERE id = ?", id);
    }

    private boolean update(String sql, Object... parameters) {
        return jdbc.sql(sql).params(parameters).update() == 1;
    }

    /** Removes the chunks of an upload that did not become a document. */
    void removeChunks(UUID id) {
        jdbc.sql("DELETE FROM chunks WHERE document_id = ?").param(id).update();
        jdbc.sql("UPDATE documents SET done = 0, total = 0 WHERE id = ?").param(id).update();
    }

    /** Returns the uploads that have only some of their chunks stored; searches ignore them. */
    public List<UUID> incomplete() {
        return jdbc.sql("SELECT id FROM documents WHERE state <> 'stored' AND total > 0").query(UUID.class).list();
    }

    List<Document> all() {
        return jdbc.sql("""
                        SELECT id, name, title, state, problem, %s AS retryable, done, total, chunks, octet_length(file) AS size, uploaded_at
                        FROM documents ORDER BY number DESC""".replace("%s", RETRYABLE))
                .query(Document.class).list();
    }

    Optional<String> text(UUID id) {
        return jdbc.sql("SELECT text FROM documents WHERE id = ? AND text IS NOT NULL").param(id).query(String.class).optional();
    }

    Optional<Upload> upload(UUID id) {
        return jdbc.sql("SELECT id, name, file, uploaded_at FROM documents WHERE id = ?").param(id).query(Upload.class).optional();
    }

    boolean exists(UUID id) {
        return jdbc.sql("SELECT count(*) FROM documents WHERE id = ?").param(id).query(Integer.class).single() == 1;
    }

    /** Returns the number of chunks of all stored documents. */
    long chunks() {
        return jdbc.sql("SELECT coalesce(sum(chunks), 0) FROM documents WHERE state = 'stored'").query(Long.class).single();
    }

    /** Returns the names of the stored documents. */
    public List<String> names() {
        return jdbc.sql("SELECT name FROM documents WHERE state = 'stored'").query(String.class).list();
    }
}
