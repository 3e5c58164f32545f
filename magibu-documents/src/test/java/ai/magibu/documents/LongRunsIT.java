package ai.magibu.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.magibu.documents.UnreadableFileException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading 500 kB of mostly one character or line takes linear time and does not overflow the stack. */
class LongRunsIT {

    private static final Duration A_MOMENT = Duration.ofSeconds(15); // for a dozen files; one takes minutes in quadratic time

    @ParameterizedTest
    @ValueSource(strings = {
            " ", "\t", "\u00A0", "\n", "\r\n", " \n", "-", "\u2010", "\u00AD", "\u200C", "\u200D", "\u0301", "\u0327\u0301", "<", "<a ",
            "1", ".",
            "#", "[", "*", "_", "`", "|", "=", "\"", "&", "a ", "A b.\n", "# a\n", " a\n", "<p>", "<tr><td>"
    })
    void runIsReadInLinearTime(String piece) {
        String run = piece.repeat(250_000 / piece.getBytes(StandardCharsets.UTF_8).length);
        String blocks = "<p>".repeat(20_000);
        assertTimeoutPreemptively(A_MOMENT, () -> {
            String text = "ا" + run + "ا\nab-" + run + "ab";
            assertRead("a.txt", text);
            assertRead("a.md", text);
            assertRead("a.html", text);
            PdfPages.join(List.of(text, text));
            assertRead("a.md", "---\n" + run + "x");
            assertRead("a.md", "---\ntitle: a\n" + run + "x\n---\nabc");
            assertRead("a.html", "<pre>" + run + "</pre>" + blocks + "abc");
            assertRead("a.html", "abc<pre>\n" + run + "\n</pre>" + blocks);
            assertRead("a.html", "<title>" + run + "</title><p>abc");
            assertRead("a.html", "<p style=';display" + run + "'>abc");
            assertRead("a.html", "<!doctype html [" + run + "]><p>abc");
        });
    }

    private static void assertRead(String name, String content) {
        try {
            assertThat(Reading.text(name, content)).isNotEmpty();
        } catch (UnreadableFileException e) {
            assertThat(e.reason()).as(name).isEqualTo(Reason.NO_TEXT);
        }
    }
}
