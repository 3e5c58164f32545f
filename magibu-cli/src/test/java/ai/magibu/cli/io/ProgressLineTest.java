package ai.magibu.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class ProgressLineTest {

    private final StringWriter terminal = new StringWriter();
    private long nanos;

    private final ProgressLine progress = new ProgressLine(new TerminalLine(new PrintWriter(terminal), true), () -> nanos);

    @Test
    void stateIsWrittenOverTheLastAndStaysAtTheEnd() {
        progress.start(0, Double.NaN);
        nanos += 2_000_000_000L;
        progress.update(256, 10_000, Double.NaN);
        nanos += 3_725_000_000_000L;
        progress.update(1_000, 20_000, Double.NaN);
        progress.finish();

        assertThat(terminal.toString())
                .isEqualTo("\r256 texts, 5,000 tokens/s, 0:00:02"
                        + "\r1,256 texts, 8 tokens/s, 1:02:07  "
                        + "\r1,256 texts, 8 tokens/s, 1:02:07"
                        + System.lineSeparator());
    }

    @Test
    void shareOfTheInputAndTheTimeThatIsLeftAreShown() {
        progress.start(0, 0);
        nanos += 62_000_000_000L;
        progress.update(12_345, 76_508, 0.345);
        progress.finish();

        assertThat(terminal.toString())
                .isEqualTo("\r12,345 texts (34 %), 1,234 tokens/s, 0:01:02, about 0:01:57 left"
                        + "\r12,345 texts (34 %), 1,234 tokens/s, 0:01:02                    "
                        + System.lineSeparator());
    }

    /** Half of the input was done before. This run has done a quarter of it in 10 s, so the last quarter takes 10 s more. */
    @Test
    void continuedRunCountsTheWholeAndMeasuresItself() {
        progress.start(500, 0.5);
        nanos += 10_000_000_000L;
        progress.update(250, 1_000, 0.75);

        assertThat(terminal.toString()).isEqualTo("\r750 texts (75 %), 100 tokens/s, 0:00:10, about 0:00:10 left");
    }

    @Test
    void fastUpdatesAreNotAllShown() {
        progress.start(0, Double.NaN);
        for (int i = 0; i < 1000; i++) {
            nanos += 1_000_000;
            progress.update(1, 10, Double.NaN);
        }

        assertThat(terminal.toString().chars().filter(c -> c == '\r')).hasSize(5);
    }

    @Test
    void announcementVanishes() {
        assertThat(progress.during("loading", () -> 7)).isEqualTo(7);

        assertThat(terminal.toString()).isEqualTo("\rloading\r       \r");
    }

    @Test
    void switchedOffItPrintsNothing() {
        ProgressLine off = new ProgressLine(new TerminalLine(new PrintWriter(terminal), false), () -> nanos);

        assertThat(off.during("loading", () -> 7)).isEqualTo(7);
        off.start(0, Double.NaN);
        nanos += 1_000_000_000L;
        off.update(1, 1, Double.NaN);
        off.finish();

        assertThat(terminal.toString()).isEmpty();
    }
}
