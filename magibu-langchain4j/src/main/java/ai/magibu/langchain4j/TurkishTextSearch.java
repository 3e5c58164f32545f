package ai.magibu.langchain4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The SQL functions that {@link TurkishTextRetriever} needs in the database. */
public final class TurkishTextSearch {

    private static final String RESOURCE = "turkish-text-search.sql";

    private TurkishTextSearch() {}

    /**
     * Returns the statements that create the functions, for PostgreSQL 15 or newer with the encoding UTF8: {@code turkish_lower},
     * {@code turkish_unaccent}, {@code turkish_words}, {@code turkish_vector}, {@code turkish_stems} and {@code turkish_query}. They
     * are the content of the class-path resource {@code ai/magibu/langchain4j/turkish-text-search.sql}.
     *
     * <p>The statements are idempotent and may be run at every start or copied into a migration. They go into the first schema of the
     * search path. A generated column that uses {@code turkish_vector} keeps its stored values when a newer version of the functions is
     * installed: drop and add the column to compute them again.
     */
    public static String sql() {
        try (InputStream resource = TurkishTextSearch.class.getResourceAsStream(RESOURCE)) {
            return new String(Objects.requireNonNull(resource, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
