package ai.magibu.langchain4j;

import ai.magibu.embedding.api.Span;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Finds a question's words in passages, in any of their Turkish forms, with the functions of {@link TurkishTextSearch}. It marks the
 * words that {@link TurkishTextRetriever} finds.
 *
 * <p>Thread-safe if the data source is. It makes one query for all passages.
 */
public final class TurkishHighlighter {

    /** A word up to its first apostrophe (Gölü'nün), and the rest (O'Brien). */
    private static final Pattern WORD = Pattern.compile("([\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}\\p{Cf}]*)(?:['’‘`´ʼ＇][\\p{L}\\p{M}\\p{Cf}]+)*");

    private static final String FOUND =
            "SELECT word FROM unnest(?::text[]) AS word, turkish_query(?) AS wanted WHERE turkish_vector(word) @@ wanted";

    private final DataSource dataSource;

    public TurkishHighlighter(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Returns for each text the places of the question's words in ascending order, in UTF-16 units.
     *
     * @throws IllegalStateException if the database fails; the cause is the {@link SQLException}
     */
    public List<List<Span>> highlight(String question, List<String> texts) {
        Set<String> wanted = wanted(question, texts);
        return texts.stream()
                .map(text -> WORD.matcher(text).results()
                        .filter(word -> wanted.contains(word.group(1)) || wanted.contains(word.group()))
                        .map(word -> new Span(word.start(), wanted.contains(word.group(1)) ? word.end(1) : word.end()))
                        .toList())
                .toList();
    }

    private Set<String> wanted(String question, List<String> texts) {
        Object[] words = texts.stream()
                .flatMap(text -> WORD.matcher(text).results().flatMap(word -> Stream.of(word.group(1), word.group())))
                .distinct()
                .toArray();
        Set<String> wanted = new HashSet<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(FOUND)) {
            Array array = connection.createArrayOf("text", words);
            query.setArray(1, array);
            query.setString(2, question.replace('\0', ' '));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    wanted.add(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The words of a question cannot be compared: " + e.getMessage(), e);
        }
        return wanted;
    }
}
