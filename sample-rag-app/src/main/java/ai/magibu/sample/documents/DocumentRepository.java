package ai.magibu.sample.documents;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Documents and their chunks, always together. */
@Repository
public class DocumentRepository {

    private static final String COLUMNS = "id, source, title, media_type, chunk_count, stored_at";

    private final JdbcClient jdbc;
    private final EmbeddingStore<TextSegment> chunks;

    DocumentRepository(JdbcClient jdbc, EmbeddingStore<TextSegment> chunks) {
        this.jdbc = jdbc;
        this.chunks = chunks;
    }

    /** In the order of their titles. */
    public List<StoredDocument> findAll() {
        return jdbc.sql("SELECT " + COLUMNS + " FROM documents ORDER BY lower(title), source")
                .query(StoredDocument.class)
                .list();
    }

    Optional<StoredDocument> find(String source, String contentHash) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM documents WHERE source = ? AND content_hash = ?")
                .params(source, contentHash)
                .query(StoredDocument.class)
                .optional();
    }

    public int countChunks() {
        return jdbc.sql("SELECT count(*) FROM chunks").query(Integer.class).single();
    }

    /** Stores all of them or, where one fails, none. */
    @Transactional
    List<IngestResult> replace(List<EmbeddedDocument> documents) {
        return documents.stream().map(this::replace).toList();
    }

    private IngestResult replace(EmbeddedDocument document) {
        // One statement, so that two uploads of the same name at once follow each other: the second waits for the row.
        record Row(UUID id, boolean added) {}
        Row row = jdbc.sql("""
                        INSERT INTO documents (source, title, media_type, content_hash, chunk_count)
                        VALUES (:source, :title, :mediaType, :contentHash, :chunkCount)
                        ON CONFLICT (source) DO UPDATE SET
                            title = excluded.title, media_type = excluded.media_type,
                            content_hash = excluded.content_hash, chunk_count = excluded.chunk_count, stored_at = now()
                        RETURNING id, xmax = 0 AS added""")
                .param("source", document.source())
                .param("title", document.title())
                .param("mediaType", document.mediaType())
                .param("contentHash", document.contentHash())
                .param("chunkCount", document.chunks().size())
                .query(Row.class)
                .single();
        jdbc.sql("DELETE FROM chunks WHERE document_id = ?").param(row.id()).update();

        List<String> ids = new ArrayList<>();
        List<TextSegment> segments = new ArrayList<>();
        for (int position = 0; position < document.chunks().size(); position++) {
            ids.add(UUID.randomUUID().toString());
            segments.add(TextSegment.from(
                    document.chunks().get(position),
                    new Metadata()
                            .put("document_id", row.id())
                            .put("source", document.source())
                            .put("title", document.title())
                            .put("position", position)));
        }
        chunks.addAll(ids, document.embeddings(), segments);

        StoredDocument stored = find(document.source(), document.contentHash()).orElseThrow();
        return new IngestResult(row.added() ? IngestResult.Outcome.ADDED : IngestResult.Outcome.REPLACED, stored);
    }

    /** Deletes the document and its chunks. */
    public boolean delete(UUID id) {
        return jdbc.sql("DELETE FROM documents WHERE id = ?").param(id).update() > 0;
    }

    /** A document with its chunks and their vectors, ready to be stored. */
    record EmbeddedDocument(
            String source,
            String title,
            String mediaType,
            String contentHash,
            List<String> chunks,
            List<Embedding> embeddings) {}
}
