package ai.magibu.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pages, Javadoc, comments, messages and help texts avoid the phrases of {@code prose.tsv}, which do not occur in modern English. Each
 * row has what to write instead, a text that contains the phrase and one that does not. Whole files are read, because code contains
 * none of them.
 */
class ProseTest {

    private static final Set<String> ENDINGS = Set.of("css", "example", "html", "java", "js", "kt", "md", "mjs", "properties", "py", "sh",
            "sql", "svg", "xml", "yaml", "yml");
    private static final Set<String> NAMES =
            Set.of("Dockerfile", "run", "install-pgvector", "additional-spring-configuration-metadata.json");
    /** Build outputs, and texts that do not come from this project. */
    private static final Set<String> SKIPPED = Set.of(".git", ".idea", ".venv", "target", "node_modules", "demo", "models");
    /** Outputs of the sample and of an evaluation, in the folders that the guides use. */
    private static final Set<Path> OUTPUTS = Set.of(Path.of("data"), Path.of("evaluation"), Path.of("sample-rag-app", "data"));

    /** Separates the words of a sentence in comments and string literals of several lines. */
    private static final Pattern CONTINUATION = Pattern.compile("^\\s*(?:\\*(?!/)|//|#|--)|\"\\s*\\+\\s*\"", Pattern.MULTILINE);

    private record Phrase(Pattern pattern, String instead, String example, String counterexample) {

        static Phrase of(String row) {
            String[] cells = row.split("\t", -1);
            String words = "(?:" + cells[0].replace(" ", "\\s{1,60}") + ")\\b";
            String pattern = cells[0].matches("[,@/].*") ? words : "\\b" + words;
            return new Phrase(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), cells[1], cells[2], cells[3]);
        }

        Stream<String> placesIn(Page file) {
            return pattern.matcher(file.text()).results().map(found -> file.name() + ":" + file.lineOf(found.start()) + ": \""
                    + found.group().strip().replaceAll("\\s+", " ") + "\": write " + instead);
        }

        @Override
        public String toString() {
            return pattern.pattern();
        }
    }

    private static Page withSentencesJoined(Page file) {
        String text = CONTINUATION.matcher(file.text()).replaceAll(between -> between.group().replaceAll("[^\n]", " "));
        return new Page(file.name(), file.file(), text);
    }

    static List<Phrase> phrases() throws IOException {
        try (InputStream in = ProseTest.class.getResourceAsStream("/prose.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).map(Phrase::of).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("phrases")
    void aPhraseIsFoundInItsExampleOnly(Phrase phrase) {
        assertThat(phrase.pattern().matcher(phrase.example()).find()).as(phrase.example()).isTrue();
        assertThat(phrase.pattern().matcher(phrase.counterexample()).find()).as(phrase.counterexample()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("phrases")
    void aPhraseIsFoundAcrossLines(Phrase phrase) {
        String words = phrase.example();
        String javadoc = "/**\n * " + words.replace(" ", "\n * ") + "\n */\n";
        String message = "log(\"" + words.replace(" ", " \"\n + \"") + "\");\n";

        assertThat(phrase.placesIn(withSentencesJoined(new Page("Some.java", Path.of("Some.java"), javadoc)))).as(javadoc).hasSize(1);
        assertThat(phrase.placesIn(withSentencesJoined(new Page("Some.java", Path.of("Some.java"), message)))).as(message).hasSize(1);
    }

    @Test
    void noTextHasAnyOfThem() throws Exception {
        List<Page> files = texts();
        assertThat(files).hasSizeGreaterThan(500);

        List<String> places = phrases().stream().flatMap(phrase -> files.stream().flatMap(phrase::placesIn)).sorted().toList();

        assertThat(String.join("\n", places)).isEmpty();
    }

    private static List<Page> texts() throws IOException {
        List<Page> texts = new ArrayList<>();
        Files.walkFileTree(Page.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean skipped = SKIPPED.contains(folder.getFileName().toString()) || OUTPUTS.contains(Page.ROOT.relativize(folder));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (NAMES.contains(name) || ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1))) {
                    texts.add(withSentencesJoined(Page.read(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return texts;
    }
}
