package ai.magibu.cli.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.Cli;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class HitPrinterTest {

    @Test
    void columnsAreAligned() {
        assertThat(table(new Hit(12345, 0.98765, "\"a\"", "bir\tiki\n\u001b[31m"), new Hit(2, -0.5, "17", "üç")))
                .isEqualToNormalizingNewlines("""
                  score    row  id   text
                 0.9877  12345  "a"  bir iki  [31m
                -0.5000      2  17   üç
                """);
    }

    @Test
    void withoutIdsAndTextsThereAreTwoColumns() {
        assertThat(table(new Hit(1, 1, null, null))).isEqualToNormalizingNewlines(" score  row\n1.0000    1\n");
    }

    @Test
    void longTextIsCut() {
        assertThat(table(new Hit(1, 1, null, "😀".repeat(101))).lines().skip(1).findFirst().orElseThrow())
                .endsWith("😀".repeat(99) + "…");
    }

    @Test
    void nothingFoundIsTheHeaderAlone() {
        assertThat(table()).isEqualTo(Cli.line("score  row"));
    }

    @Test
    void jsonHasTheWholeTextAndTheIdAsItWas() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new HitPrinter(List.of(new Hit(7, 0.25, "1.50", "a\n\"ı\""), new Hit(8, 0, null, null))).json(out);
        assertThat(out.toString(UTF_8)).isEqualTo("""
                {"row":7,"score":0.25,"id":1.50,"text":"a\\n\\"ı\\""}
                {"row":8,"score":0.0}
                """);
    }

    private static String table(Hit... hits) {
        StringWriter out = new StringWriter();
        new HitPrinter(List.of(hits)).table(new PrintWriter(out, true));
        return out.toString();
    }
}
