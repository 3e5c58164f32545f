package ai.magibu.cli.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.Cli;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class DistillCommandTest {

    @TempDir
    private Path folder;

    private Cli.Result distill(String... more) {
        String[] args = {"adapt", "distill", "--student", Cli.MODEL, "--vectors", folder.resolve("vectors.jsonl").toString(), "--output",
                folder.resolve("distilled").toString()};
        String[] all = new String[args.length + more.length];
        System.arraycopy(args, 0, all, 0, args.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Cli.run(all);
    }

    @Test
    void theMissingLibraryIsNamed() {
        Cli.Result result = distill("--train", "EMBEDDINGS+HEADS", "--schedule", "cosine", "--clip", "Infinity", "--shuffle", "false");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("magibu: Training needs the native library of PyTorch, which is not on the class path. Add "
                + "ai.djl.pytorch:pytorch-native-cpu:2.7.1:").hasLineCount(1);
    }

    @Test
    void mistakesInOptionsAreNamed() {
        assertMistake("expected one of linear, constant, cosine, not \"line\"", "--schedule", "line");
        assertMistake("rate must be above 0, not -1.0", "--rate", "-1");
        assertMistake("tokensPerBatch is 256, but a text of maxTokens (512) must fit", "--tokens-per-batch", "256");
        assertMistake("--validation and --validation-share exclude each other", "--validation", "x", "--validation-share", "0.1");
        assertMistake("the target before the Dense modules does not train the heads", "--train", "embeddings+heads", "--target",
                "pre-dense");
        assertMistake("--data needs --evaluate", "--data", "x");
        assertMistake("There is no task", "--evaluate", "Nothing");
    }

    private void assertMistake(String message, String... options) {
        Cli.Result result = distill(options);
        assertThat(result.err()).contains(message);
        assertThat(result.status()).isEqualTo(2);
    }
}
