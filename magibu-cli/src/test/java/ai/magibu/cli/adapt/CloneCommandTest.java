package ai.magibu.cli.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class CloneCommandTest {

    @TempDir
    private Path folder;

    private Cli.Result cloneTo(Path output, String... more) {
        String[] args = {"adapt", "clone", "--teacher", Cli.MODEL, "--tokenizer", Cli.MODEL, "--output", output.toString()};
        String[] all = new String[args.length + more.length];
        System.arraycopy(args, 0, all, 0, args.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Cli.run(all);
    }

    @Test
    void theStudentIsWrittenAndCounted() {
        Path output = folder.resolve("student");

        Cli.Result result = cloneTo(output, "--strategy", "WEIGHTED");

        assertThat(result.err()).isEmpty();
        assertThat(result.lines()).containsExactly("833 rows: 833 copied, 0 composed, 0 unknown", "Written to " + output);
        assertThat(Cli.run("tokens", "--model", output.toString(), "çay").status()).isZero();
    }

    @Test
    void mistakesAreNamed() throws Exception {
        assertThat(cloneTo(folder.resolve("a"), "--strategy", "sum")).satisfies(result -> {
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err()).contains("expected one of mean, weighted, not \"sum\"");
        });
        Files.writeString(folder.resolve("mine"), "x");
        assertThat(cloneTo(folder)).satisfies(result -> {
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err()).startsWith("magibu: The output folder " + folder + " is not empty.").hasLineCount(1);
        });
    }
}
