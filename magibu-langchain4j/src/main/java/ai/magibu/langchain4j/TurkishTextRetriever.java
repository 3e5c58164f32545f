package ai.magibu.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.filter.Filter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Finds segments by the words of a Turkish question, with PostgreSQL's full text search in the table of a {@code
 * PgVectorEmbeddingStore}. The table keeps its metadata in columns ({@code COLUMN_PER_KEY}) and has one more column, a {@code
 * tsvector}:
 *
 * <pre>{@code
 * search tsvector NOT NULL GENERATED ALWAYS AS (turkish_vector(title) || turkish_vector(text)) STORED
 * }</pre>
 *
 * <p>The functions come from {@link TurkishTextSearch#sql()}.
 *
 * <p>A row is found if it contains any of the question's words, except stop words, in any form and typed with or without Turkish
 * letters. A question of stop words finds nothing. The results are ordered by {@code ts_rank}, the best first.
 *
 * <p>The contents are equal to those of an {@code EmbeddingStoreContentRetriever} on the same table, so that LangChain4j's {@code
 * ReciprocalRankFuser}, which compares text and metadata, recognizes a segment that both found. Give both the same {@code
 * columnDefinitions}. {@link Content#metadata()} has the embedding's id, and no score, because a {@code ts_rank} cannot be
 * compared with a similarity.
 *
 * <p>Filters are bound as parameters, with the meaning of {@link Filter#test}.
 *
 * <p>Thread-safe if the data source and the filter function are. Each retrieval takes one connection and closes it.
 */
public final class TurkishTextRetriever implements ContentRetriever {

    private final DataSource dataSource;
    private final Map<String, MetadataColumn> columns;
    private final String table;
    private final String select;
    private final String order;
    private final Function<Query, @Nullable Filter> filter;
    private final String displayName;

    private TurkishTextRetriever(Builder settings) {
        this.dataSource = required(settings.dataSource, "dataSource");
        this.table = required(settings.table, "table");
        this.columns = settings.metadataColumns;
        this.filter = settings.filter;
        this.displayName = settings.displayName;
        StringBuilder selected = new StringBuilder("SELECT ")
                .append(settings.idColumn).append("::text, ")
                .append(settings.textColumn).append(", ts_rank('{1, 1, 1, 1}', ").append(settings.searchColumn)
                .append(", wanted) AS score");
        columns.keySet().forEach(column -> selected.append(", ").append(column));
        this.select = selected.append(" FROM ").append(table).append(" JOIN turkish_query(?) AS wanted ON ")
                .append(settings.searchColumn).append(" @@ wanted").toString();
        // Rows with equal scores are always returned in the same order.
        this.order = " ORDER BY score DESC, " + settings.textColumn + " COLLATE \"C\", " + settings.idColumn + " LIMIT "
                + settings.maxResults;
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalStateException(name + "(…) is required");
        }
        return value;
    }

    /** Returns a builder of a retriever. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @throws IllegalArgumentException if the filter has a key that is not among the metadata columns, a value of another type than its
     *     column, or an unknown type
     * @throws LangChain4jException if the database fails; its cause is the {@link SQLException}
     */
    @Override
    public List<Content> retrieve(Query query) {
        Filter wanted = filter.apply(query);
        FilterSql condition = wanted == null ? null : new FilterSql(wanted, columns);
        String sql = select + (condition == null ? "" : " WHERE " + condition.condition()) + order;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, query.text().replace('\0', ' ')); // PostgreSQL cannot store NUL
            if (condition != null) {
                condition.bind(statement, 2);
            }
            List<Content> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(content(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            boolean wrongSchema = e.getSQLState() != null && e.getSQLState().startsWith("42");
            throw new LangChain4jException("the text search in " + table + " failed: " + e.getMessage()
                    + (wrongSchema
                            ? ". Check that the table has these columns and that the functions of TurkishTextSearch.sql() are installed."
                            : ""),
                    e);
        }
    }

    private Content content(ResultSet row) throws SQLException {
        Map<String, Object> metadata = new HashMap<>();
        int index = 4;
        for (String column : columns.keySet()) {
            Object value = row.getObject(index++);
            if (value != null) {
                metadata.put(column, value);
            }
        }
        return Content.from(
                TextSegment.from(row.getString(2), new Metadata(metadata)),
                Map.of(ContentMetadata.EMBEDDING_ID, row.getString(1)));
    }

    @Override
    public String toString() {
        return "TurkishTextRetriever{displayName='" + displayName + "'}";
    }

    /** Builds a {@link TurkishTextRetriever}. Not thread-safe. */
    public static final class Builder {

        private @Nullable DataSource dataSource;
        private @Nullable String table;
        private String idColumn = "embedding_id";
        private String textColumn = "text";
        private String searchColumn = "search";
        private Map<String, MetadataColumn> metadataColumns = Map.of();
        private int maxResults = 10;
        private Function<Query, @Nullable Filter> filter = query -> null;
        private String displayName = "turkish-text";

        private Builder() {}

        /** Sets the source of connections. Required. */
        public Builder dataSource(DataSource source) {
            this.dataSource = Objects.requireNonNull(source, "dataSource");
            return this;
        }

        /**
         * Sets the table, with its schema if necessary. Required. An unquoted name is case-insensitive, as in SQL.
         *
         * @throws IllegalArgumentException if it is not a valid SQL name
         */
        public Builder table(String name) {
            this.table = SqlName.require("table", name, SqlName.TABLE);
            return this;
        }

        /**
         * Sets the column of the row's id. Default: {@code embedding_id}.
         *
         * @throws IllegalArgumentException if it is not a valid SQL name
         */
        public Builder idColumn(String name) {
            this.idColumn = SqlName.require("idColumn", name, SqlName.COLUMN);
            return this;
        }

        /**
         * Sets the column of the segment's text. Default: {@code text}.
         *
         * @throws IllegalArgumentException if it is not a valid SQL name
         */
        public Builder textColumn(String name) {
            this.textColumn = SqlName.require("textColumn", name, SqlName.COLUMN);
            return this;
        }

        /**
         * Sets the {@code tsvector} column that is searched. Default: {@code search}.
         *
         * @throws IllegalArgumentException if it is not a valid SQL name
         */
        public Builder searchColumn(String name) {
            this.searchColumn = SqlName.require("searchColumn", name, SqlName.COLUMN);
            return this;
        }

        /**
         * Sets the columns that become metadata and can be filtered, in the form of the store's {@code columnDefinitions}: {@code
         * "document_id uuid", "position integer"}. Default: none.
         *
         * @throws IllegalArgumentException if a definition is not a valid name and a type that {@link Metadata} can hold, or a name
         *     is listed twice
         */
        public Builder metadataColumns(List<String> definitions) {
            Map<String, MetadataColumn> columns = new LinkedHashMap<>();
            for (String definition : definitions) {
                MetadataColumn column = MetadataColumn.of(definition);
                if (columns.put(column.name(), column) != null) {
                    throw new IllegalArgumentException("metadataColumns: \"" + column.name() + "\" is listed twice");
                }
            }
            this.metadataColumns = columns;
            return this;
        }

        /**
         * Sets the maximum number of segments of a result. Default: 10.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxResults(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("maxResults must be at least 1, not " + most);
            }
            this.maxResults = most;
            return this;
        }

        /** Limits all retrievals. Replaces {@link #dynamicFilter}. Default: no filter. */
        public Builder filter(Filter fixed) {
            Objects.requireNonNull(fixed, "filter");
            return dynamicFilter(query -> fixed);
        }

        /** Limits each retrieval by a function of its query, which returns null for no filter. Replaces {@link #filter}. */
        public Builder dynamicFilter(Function<Query, @Nullable Filter> function) {
            this.filter = Objects.requireNonNull(function, "dynamicFilter");
            return this;
        }

        /** Sets the name in logs. Default: {@code turkish-text}. */
        public Builder displayName(String name) {
            this.displayName = Objects.requireNonNull(name, "displayName");
            return this;
        }

        /**
         * Creates the retriever. The database is not contacted.
         *
         * @throws IllegalStateException if the data source or the table is missing
         */
        public TurkishTextRetriever build() {
            return new TurkishTextRetriever(this);
        }
    }
}
