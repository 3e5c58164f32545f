package ai.magibu.spark.pgvector;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names in SQL, quoted, so that they may contain any character. */
final class PgName {

    private PgName() {}

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String list(Collection<String> names) {
        return names.stream().map(PgName::quoted).collect(Collectors.joining(", "));
    }

    /**
     * Returns the name of a table.
     *
     * @param table {@code table} or {@code schema.table}
     * @throws IllegalArgumentException if a part is empty or there are more than two
     */
    static String table(String table) {
        String[] parts = table.split("\\.", -1);
        if (parts.length > 2 || Arrays.asList(parts).contains("")) {
            throw new IllegalArgumentException("table: \"" + table + "\" is not a valid name; use table or schema.table, without quotes");
        }
        return Arrays.stream(parts).map(PgName::quoted).collect(Collectors.joining("."));
    }
}
