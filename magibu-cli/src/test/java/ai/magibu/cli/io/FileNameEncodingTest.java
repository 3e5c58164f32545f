package ai.magibu.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileNameEncodingTest {

    @Test
    void lostLettersAreExplained() {
        assertThat(FileNameEncoding.problem("ANSI_X3.4-1968", Stream.of("embed", "--input", "girdi-\uFFFD\uFFFDehir.jsonl")))
                .hasValueSatisfying(message -> assertThat(message)
                        .contains("girdi-", "ANSI_X3.4-1968", "LC_ALL=C.UTF-8"));
    }

    @Test
    void plainNamesAreFineInAnyLocale() {
        assertThat(FileNameEncoding.problem("ANSI_X3.4-1968", Stream.of("embed", "in.jsonl"))).isEmpty();
        assertThat(FileNameEncoding.problem("UTF-8", Stream.of("şehir.jsonl", "\uFFFD"))).isEmpty();
    }
}
