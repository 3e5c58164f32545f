package ai.magibu.sample.documents;

import ai.magibu.sample.store.ChunkStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Documents and their chunks, always together. */
@Repository
public class DocumentRepository {

    private static final String COLUMNS = "id, source, title, media_type, tags, chunk_count, stored_at";

    private final JdbcClient jdbc;
    private final ChunkStore chunks;

    DocumentRepository(JdbcClient jdbc, ChunkStore chunks) {
        this.jdbc = jdbc;
        this.chunks = chunks;
    }

    /** In the order of their titles. */
    public List<StoredDocument> findAll() {
        return jdbc.sql("SELECT " + COLUMNS + " FROM documents ORDER BY turkish_lower(title), source")
                .query(DocumentRepository::document)
                .list();
    }

    public Optional<DocumentText> find(UUID id) {
        List<DocumentText.Place> places = jdbc.sql("""
                        SELECT position, start_offset AS start, end_offset AS "end"
                        FROM chunks WHERE document_id = ? ORDER BY position""")
                .param(id)
                .query(DocumentText.Place.class)
                .list();
        return jdbc.sql("SELECT " + COLUMNS + ", text FROM documents WHERE id = ?")
                .param(id)
                .query((row, i) -> new DocumentText(document(row, i), row.getString("text"), places))
                .optional();
    }

    public int count() {
        return jdbc.sql("SELECT count(*) FROM documents").query(Integer.class).single();
    }

    /** What is stored of a file already. */
    public sealed interface Known {

        /** Under its name, the same as it would give now. */
        record Unchanged(UUID id) implements Known {}

        /** Its name is new, but this document has its content. */
        record Duplicate(UUID id, String source) implements Known {}

        /** Nothing, or another version that it replaces. */
        record New() implements Known {}
    }

    /** In a transaction what is found stays as it is until its end. */
    public Known lookUp(DocumentFile file, String settings) {
        record Row(UUID id, String source, String contentHash, String settings) {}
        List<Row> rows = jdbc.sql("""
                        SELECT id, source, content_hash, settings FROM documents WHERE source = :source OR content_hash = :hash
                        ORDER BY source = :source DESC, stored_at LIMIT 1 FOR UPDATE""")
                .param("source", file.source())
                .param("hash", file.contentHash())
                .query(Row.class)
                .list();
        if (rows.isEmpty()) {
            return new Known.New();
        }
        Row row = rows.get(0);
        if (!row.source().equals(file.source())) {
            return new Known.Duplicate(row.id(), row.source());
        }
        boolean same = row.contentHash().equals(file.contentHash()) && row.settings().equals(settings);
        return same ? new Known.Unchanged(row.id()) : new Known.New();
    }

    /** @param replaced whether there was a document of that name */
    public record Stored(UUID id, boolean replaced) {}

    /** Stores the document in the place of the one of the same name, with all its chunks or, where that fails, not at all. */
    @Transactional
    public Stored replace(EmbeddedDocument document) {
        // One statement, so that two of the same name at once follow each other: the second waits for the row.
        Stored stored = jdbc.sql("""
                        INSERT INTO documents (source, title, media_type, content_hash, settings, text, tags, chunk_count)
                        VALUES (:source, :title, :mediaType, :contentHash, :settings, :text, coalesce(:tags, '{}'::text[]), :chunkCount)
                        ON CONFLICT (source) DO UPDATE SET
                            title = excluded.title, media_type = excluded.media_type, content_hash = excluded.content_hash,
                            settings = excluded.settings, text = excluded.text, tags = coalesce(:tags, documents.tags),
                            chunk_count = excluded.chunk_count, stored_at = now()
                        RETURNING id, xmax <> 0 AS replaced""")
                .param("source", document.file().source())
                .param("title", document.title())
                .param("mediaType", document.mediaType())
                .param("contentHash", document.file().contentHash())
                .param("settings", document.settings())
                .param("text", document.text())
                .param("tags", array(document.file().tags()), java.sql.Types.ARRAY)
                .param("chunkCount", document.chunks().size())
                .query(Stored.class)
                .single();
        chunks.replace(stored.id(), document.title(), document.chunks());
        return stored;
    }

    public void setTags(UUID id, List<String> tags) {
        jdbc.sql("UPDATE documents SET tags = ? WHERE id = ?")
                .param(1, array(tags), java.sql.Types.ARRAY)
                .param(2, id)
                .update();
    }

    /** Deletes the document and its chunks. */
    public boolean delete(UUID id) {
        return jdbc.sql("DELETE FROM documents WHERE id = ?").param(id).update() > 0;
    }

    private static String @Nullable [] array(@Nullable List<String> tags) {
        return tags == null ? null : tags.toArray(String[]::new);
    }

    private static StoredDocument document(ResultSet row, int number) throws SQLException {
        return new StoredDocument(
                row.getObject("id", UUID.class),
                row.getString("source"),
                row.getString("title"),
                row.getString("media_type"),
                List.of((String[]) row.getArray("tags").getArray()),
                row.getInt("chunk_count"),
                row.getObject("stored_at", OffsetDateTime.class));
    }
}
