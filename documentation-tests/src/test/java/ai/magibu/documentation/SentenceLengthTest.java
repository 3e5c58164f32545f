package ai.magibu.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No sentence of a page or of Javadoc is very long. The aim is 30 words; lists and tables are not sentences. */
class SentenceLengthTest {

    private static final int MOST_WORDS = 40;

    private static final Pattern JAVADOC = Pattern.compile("^[ \t]*/\\*\\*\\s(.*?)\\*/", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+(?:[^{}]|\\{[^{}]*\\})*\\}");
    private static final Pattern FENCED = Pattern.compile("^[ \t]*```.*?^[ \t]*```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern INDENTED = Pattern.compile("^(?: {4}|\\|).*$", Pattern.MULTILINE);
    /** The text between empty lines and the beginnings of list items. */
    private static final Pattern PARAGRAPH =
            Pattern.compile("\\S(?:.(?!\n[ \t]*\n|\n[ \t]*(?:[-*#>]|\\d+\\.) ))*.?", Pattern.DOTALL);
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?…])[\"”)*]*\\s+(?=[^\\p{Ll}\\s])");
    private static final Pattern WORD = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");

    @Test
    void noSentenceOfAPageIsVeryLong() {
        assertThat(String.join("\n", Page.all().stream().flatMap(SentenceLengthTest::longSentences).toList())).isEmpty();
    }

    @Test
    void noSentenceOfJavadocIsVeryLong() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Page.ROOT)) {
            files = all.filter(file -> file.toString().endsWith(".java") && !file.toString().contains("target")).sorted().toList();
        }
        assertThat(files).hasSizeGreaterThan(400);
        assertThat(String.join("\n", files.stream().map(Page::read).flatMap(SentenceLengthTest::longSentencesOfJavadoc).toList()))
                .isEmpty();
    }

    @Test
    void longSentencesAreFound() {
        String sentence = "The words of it are " + "many, ".repeat(MOST_WORDS);
        String page = "# Title\n\nShort.\n\n" + sentence + "\n\n    " + sentence + "\n\n| " + sentence + " |\n";
        String javadoc = "class A {\n    /**\n     * Short.\n     *\n     * @param a " + sentence + "\n     */\n    void b() {}\n}\n";

        assertThat(longSentences(new Page("page.md", Path.of("page.md"), page))).singleElement().asString()
                .startsWith("page.md: 45 words: The words");
        assertThat(longSentencesOfJavadoc(new Page("A.java", Path.of("A.java"), javadoc))).singleElement().asString()
                .startsWith("A.java: 47 words: @param");
    }

    private static Stream<String> longSentences(Page page) {
        String text = FENCED.matcher(page.text()).replaceAll("");
        return longSentences(page.name(), INDENTED.matcher(text).replaceAll(""));
    }

    private static Stream<String> longSentencesOfJavadoc(Page file) {
        return JAVADOC.matcher(file.text()).results().flatMap(comment -> {
            String text = comment.group(1).replaceAll("(?m)^\\s*\\* ?", "").replaceAll("(?s)<pre>.*?</pre>", "");
            text = INLINE_TAG.matcher(text).replaceAll("X").replaceAll("</?(?:li|p|ul|ol|h2|table|caption|tr|td|th)>|(?m)^(?=@)", "\n\n");
            return longSentences(file.name(), text);
        });
    }

    private static Stream<String> longSentences(String name, String text) {
        return PARAGRAPH.matcher(text).results().flatMap(paragraph -> SENTENCE_END.splitAsStream(paragraph.group()))
                .filter(sentence -> words(sentence) > MOST_WORDS)
                .map(sentence -> name + ": " + words(sentence) + " words: " + sentence.replaceAll("\\s+", " "));
    }

    private static long words(String sentence) {
        return WORD.matcher(sentence).results().count();
    }
}
