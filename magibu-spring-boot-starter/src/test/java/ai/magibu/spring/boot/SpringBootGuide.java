package ai.magibu.spring.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The reference pages on settings and metrics. */
public final class SpringBootGuide {

    private static final Path FOLDER = Path.of("..", "docs", "reference");

    private SpringBootGuide() {}

    public static String text() {
        try {
            return Files.readString(FOLDER.resolve("settings.md")) + Files.readString(FOLDER.resolve("metrics.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code in the first column of the table's rows in that section. */
    public static List<String> firstColumnBelow(String heading) {
        return rowsBelow(heading, "^\\| `([^`]+)` \\|").stream().map(row -> row.get(0)).toList();
    }

    /** The groups of a pattern in the section's lines. */
    public static List<List<String>> rowsBelow(String heading, String pattern) {
        String text = text();
        int start = text.indexOf("\n" + heading + "\n");
        int end = text.indexOf("\n## ", start + heading.length());
        String section = text.substring(start, end < 0 ? text.length() : end);
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(section)
                .results()
                .map(row -> IntStream.rangeClosed(1, row.groupCount())
                        .mapToObj(group -> Objects.requireNonNullElse(row.group(group), ""))
                        .toList())
                .toList();
    }
}
