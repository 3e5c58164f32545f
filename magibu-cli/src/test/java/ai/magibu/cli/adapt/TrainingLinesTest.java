package ai.magibu.cli.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.adaptation.api.TrainingProgress;
import ai.magibu.cli.io.TerminalLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class TrainingLinesTest {

    @Test
    void progressIsALineAndMeasurementsAreLines() {
        StringWriter out = new StringWriter();
        StringWriter terminal = new StringWriter();
        TrainingLines lines = new TrainingLines(new PrintWriter(out), new TerminalLine(new PrintWriter(terminal), true));

        lines.ignored(Path.of("step-6"), "cut off");
        lines.started(0, 1200);
        lines.progressed(new TrainingProgress(1100, 1200, 1e-5, 0.12345, 2345.6, Duration.ofSeconds(3725)));
        lines.validated(1100, 0.98765);
        lines.evaluated(1100, 0.5);
        lines.stopped(1100);

        assertThat(terminal.toString()).contains("step 1,100 of 1,200, loss 0.1235, 2,346 tokens/s, 1:02:05 left");
        assertThat(out.toString().lines()).containsExactly("step-6 cannot be used (cut off); an earlier state is continued",
                "step 1,100: mean cosine 0.9877", "step 1,100: score 0.5000", "no better mean cosine: the training ends after step 1,100");
    }
}
