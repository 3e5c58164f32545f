package ai.magibu.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class ExportCommandTest {

    @TempDir
    private Path folder;

    @Test
    void writesTheModelAndSaysWhat() {
        Path output = folder.resolve("new/onnx");

        Cli.Result result = export(output);

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(output)
                .isDirectoryContaining("glob:**/model.onnx")
                .isDirectoryContaining("glob:**/model.onnx.data")
                .isDirectoryContaining("glob:**/tokenizer.json")
                .isDirectoryContaining("glob:**/config_sentence_transformers.json")
                .isDirectoryContaining("glob:**/README.md");
        assertThat(result.lines().get(0)).isEqualTo("Written to " + output + ":");
        assertThat(result.lines().stream().skip(1))
                .allMatch(line -> line.matches(" {2}\\S+ +[0-9.]+ k?M?B"))
                .anyMatch(line -> line.startsWith("  model.onnx.data "));
    }

    @Test
    void folderThatIsNotEmptyIsRefusedAndLeftAsItIs() throws Exception {
        Files.writeString(folder.resolve("mine.txt"), "mine");

        Cli.Result result = export(folder);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("magibu: ").contains("not empty", "magibu-cli export --help");
        assertThat(folder.toFile().list()).containsExactly("mine.txt");
    }

    @Test
    void outputThatIsAFileIsRefusedAndLeftAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "mine");

        Cli.Result result = export(file);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("magibu: ").contains(file.toString(), "not a folder");
        assertThat(file).hasContent("mine");
    }

    private static Cli.Result export(Path output) {
        return Cli.run("export", "--model", Cli.MODEL, "--output", output.toString());
    }
}
