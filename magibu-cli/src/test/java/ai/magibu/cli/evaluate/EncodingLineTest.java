package ai.magibu.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.io.TerminalLine;
import ai.magibu.evaluation.task.Task;
import ai.magibu.evaluation.task.TaskCatalogue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EncodingLineTest {

    private final StringWriter terminal = new StringWriter();
    private long now;
    private final EncodingLine line = new EncodingLine(new TerminalLine(new PrintWriter(terminal), true), () -> now);

    @Test
    void theRemainingTimeIsThatOfTheRemainingCharacters() {
        line.start("[1/2] STSbTR");
        now = TimeUnit.SECONDS.toNanos(3600);
        line.update(25, 100);
        assertThat(last()).isEqualTo("[1/2] STSbTR [########......................]  25 %, 3:00:00 left");
    }

    @Test
    void everyTaskFitsIntoATerminalWith80Columns() {
        for (Task task : TaskCatalogue.trMteb().tasks()) {
            line.start("[26/26] " + task.name());
            line.update(100, 100);
            assertThat(last()).hasSizeLessThan(80).contains("] 100 %, 0:00:00 left");
        }
    }

    private String last() {
        String all = terminal.toString();
        return all.substring(all.lastIndexOf('\r') + 1).strip();
    }
}
