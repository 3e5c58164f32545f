package ai.magibu.sample.store;

import java.sql.Types;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;

/**
 * Which documents are searched. What the user gave goes to the database in parameters only.
 *
 * @param documents any of these; all if empty
 * @param tags those that have any of these; all if empty
 * @param from the first day of storing, UTC; null for no beginning
 * @param to the last day, itself included; null for no end
 */
public record ChunkFilter(List<UUID> documents, List<String> tags, @Nullable LocalDate from, @Nullable LocalDate to) {

    /** All documents. */
    public static final ChunkFilter NONE = new ChunkFilter(List.of(), List.of(), null, null);

    private static final int MOST_VALUES = 100;

    /** @throws IllegalArgumentException with a message for the user */
    public ChunkFilter {
        if (Stream.concat(documents.stream(), tags.stream()).anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("A filter's document or tag is null.");
        }
        documents = List.copyOf(documents);
        tags = List.copyOf(tags);
        if (documents.size() > MOST_VALUES || tags.size() > MOST_VALUES) {
            throw new IllegalArgumentException("A search takes at most " + MOST_VALUES + " documents and as many tags.");
        }
        if (isNoDate(from) || isNoDate(to) || from != null && to != null && from.isAfter(to)) {
            throw new IllegalArgumentException("from and to must be days of the years 1 to 9999, and from not after to.");
        }
    }

    private static boolean isNoDate(@Nullable LocalDate day) {
        return day != null && (day.getYear() < 1 || day.getYear() > 9999);
    }

    /** What goes behind a WHERE that has a condition already, for {@code documents d}. */
    String sql() {
        StringBuilder sql = new StringBuilder();
        if (!documents.isEmpty()) {
            sql.append(" AND d.id = ANY (CAST(:documents AS uuid[]))");
        }
        if (!tags.isEmpty()) {
            sql.append(" AND d.tags && CAST(:tags AS text[])");
        }
        if (from != null) {
            sql.append(" AND d.stored_at >= :from");
        }
        if (to != null) {
            sql.append(" AND d.stored_at < :end");
        }
        return sql.toString();
    }

    Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("documents", array(documents.stream().map(UUID::toString).toList()));
        parameters.put("tags", array(tags.stream().map(ChunkFilter::storable).toList()));
        if (from != null) {
            parameters.put("from", from.atStartOfDay().atOffset(ZoneOffset.UTC));
        }
        if (to != null) {
            parameters.put("end", to.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
        }
        return parameters;
    }

    private static SqlParameterValue array(List<String> values) {
        return new SqlParameterValue(Types.ARRAY, values.toArray(String[]::new));
    }

    /** PostgreSQL's texts have no NUL. */
    static String storable(String text) {
        return text.replace('\0', ' ');
    }
}
