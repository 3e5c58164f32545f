package ai.magibu.langchain4j;

import ai.magibu.dev.postgres.DevPostgres;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.pgvector.DefaultMetadataStorageConfig;
import dev.langchain4j.store.embedding.pgvector.MetadataStorageMode;
import dev.langchain4j.store.embedding.pgvector.PgVectorEmbeddingStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;

/** A table as the guide for LangChain4j creates it, with LangChain4j's own store. */
final class ChunkTable {

    static final List<String> METADATA = List.of(
            "document_id uuid", "title text", "position integer", "size bigint", "share double precision", "part real", "level smallint");

    private final DataSource dataSource;
    private final PgVectorEmbeddingStore store;

    ChunkTable(DevPostgres database) throws SQLException {
        this.dataSource = database.dataSource();
        execute("CREATE EXTENSION IF NOT EXISTS vector", TurkishTextSearch.sql(), String.format(Locale.ROOT, """
                CREATE TABLE IF NOT EXISTS chunks (
                    embedding_id uuid PRIMARY KEY,
                    embedding    vector(3) NOT NULL,
                    text         text NOT NULL,
                    %s,
                    search       tsvector NOT NULL GENERATED ALWAYS AS
                        (turkish_vector(coalesce(title, '')) || turkish_vector(text)) STORED
                )""", String.join(", ", METADATA)), "TRUNCATE chunks");
        this.store = PgVectorEmbeddingStore.datasourceBuilder()
                .datasource(dataSource)
                .table("chunks")
                .createTable(false)
                .skipCreateVectorExtension(true)
                .metadataStorageConfig(DefaultMetadataStorageConfig.builder()
                        .storageMode(MetadataStorageMode.COLUMN_PER_KEY)
                        .columnDefinitions(METADATA)
                        .build())
                .build();
    }

    DataSource dataSource() {
        return dataSource;
    }

    PgVectorEmbeddingStore store() {
        return store;
    }

    /** A complete retriever. */
    TurkishTextRetriever.Builder retriever() {
        return TurkishTextRetriever.builder().dataSource(dataSource).table("chunks").metadataColumns(METADATA);
    }

    String add(String text) {
        return add(text, new Metadata());
    }

    String add(String text, Metadata metadata) {
        String id = UUID.randomUUID().toString();
        store.addAll(List.of(id), List.of(Embedding.from(new float[] {1, 0, 0})), List.of(TextSegment.from(text, metadata)));
        return id;
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns the first column of each row. */
    List<String> query(String sql, String... parameters) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
        }
        return values;
    }
}
