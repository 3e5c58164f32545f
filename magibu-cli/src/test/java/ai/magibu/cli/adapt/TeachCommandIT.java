package ai.magibu.cli.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class TeachCommandIT {

    @TempDir
    private Path folder;

    private Path texts;
    private Path output;

    @BeforeEach
    void writeTexts() throws IOException {
        texts = Files.write(folder.resolve("tr.txt"), List.of("Çay", "Iğdır", "uzun ".repeat(600)));
        output = folder.resolve("vectors");
    }

    private Cli.Result teach(String... more) {
        return Cli.run(Stream.concat(
                Stream.of("adapt", "teach", "--teacher", Cli.MODEL, "--corpus", "tr=" + texts, "--output", output.toString(),
                        "--cache", Cli.CACHE, "--rows-per-shard", "2"),
                Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void vectorsAreWrittenAndARunContinues() {
        Cli.Result result = teach();

        assertThat(result.err()).isEmpty();
        assertThat(result.lines()).containsExactly("3 texts in " + output, "Texts with more tokens than the limit, which were cut: 1");
        assertThat(output).isDirectoryContaining("glob:**/part-00001.parquet").isDirectoryContaining("glob:**/manifest.json");
        assertThat(teach().lines()).first().isEqualTo("3 texts in " + output + ", 3 of them from an earlier run");
    }

    @Test
    void otherSettingsDoNotContinueARun() {
        teach();

        Cli.Result result = teach("--prompt", "query");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("magibu: ").contains("begun with another prompt").hasLineCount(1);
    }

    @Test
    void aTextThatIsTooLongCanEndTheRun() {
        Cli.Result result = teach("--on-too-long", "fail");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("magibu: Text 3 of the corpus (tr): ").hasLineCount(1);
    }

    @Test
    void mistakesInOptionsAreNamed() {
        Cli.Result noRows = Cli.run("adapt", "teach", "--teacher", Cli.MODEL, "--corpus", "tr=" + texts, "--output", output.toString(),
                "--rows-per-shard", "0");
        assertThat(noRows.status()).isEqualTo(2);
        assertThat(noRows.err()).contains("the rows of a file must be from 1 to 50000, not 0");
        assertThat(teach("--prompt", "nosuch").err()).contains("the model has no prompt \"nosuch\"");
        assertThat(teach("--corpus", " =" + texts).err()).contains("expected LANGUAGE=FILE");
        assertThat(output).doesNotExist();
        assertThat(teach("--max-tokens", "9999")).satisfies(result -> {
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err()).contains("maxTokens must be 3 to 384");
        });
    }
}
