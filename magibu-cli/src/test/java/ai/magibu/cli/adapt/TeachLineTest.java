package ai.magibu.cli.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.io.TerminalLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TeachLineTest {

    @Test
    void theRateIsThatOfThisRun() {
        StringWriter out = new StringWriter();
        AtomicLong clock = new AtomicLong();
        TeachLine line = new TeachLine(new TerminalLine(new PrintWriter(out, true), true), clock::get);

        line.update(1_000, 10_000);
        clock.set(2_000_000_000L);
        line.update(1_100, 10_000);

        assertThat(out.toString()).contains("1,000 of 10,000 texts ...", "1,100 of 10,000 texts, 50.0 texts/s, 0:02:58 left");
    }
}
