package ai.magibu.adaptation.internal.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.embedding.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {

    private static final Path MODEL = TinyModel.folder();

    @TempDir
    Path folder;

    private static Stream<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString().replace('\\', '/')).toList().stream();
        }
    }

    @Test
    void everyFileOfTheModelButTheWeightsIsCopied() throws IOException {
        Path output = folder.resolve("new/model");

        ModelFolder.create(MODEL, output, made -> Files.writeString(made.resolve("extra"), "x"));

        assertThat(names(output)).containsExactlyInAnyOrder("modules.json", "config.json", "tokenizer.json", "tokenizer_config.json",
                "sentence_bert_config.json", "config_sentence_transformers.json", "1_Pooling/config.json", "2_Dense/config.json",
                "3_Dense/config.json", "extra");
        assertThat(output.resolve("config.json")).hasSameBinaryContentAs(MODEL.resolve("config.json"));
        assertThat(names(folder.resolve("new"))).allMatch(name -> name.startsWith("model/"));
    }

    @Test
    void anEmptyFolderIsFilled() {
        ModelFolder.create(MODEL, folder, made -> {});

        assertThat(folder.resolve("modules.json")).exists();
    }

    @Test
    void aFailedRunLeavesNothing() throws IOException {
        Path output = folder.resolve("model");

        assertThatThrownBy(() -> ModelFolder.create(MODEL, output, made -> {
            throw new IOException("the disk is full");
        })).isInstanceOf(AdaptationException.class).hasMessageContaining("model cannot be written: the disk is full");

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatHoldsSomethingIsKept() throws IOException {
        Files.writeString(folder.resolve("mine"), "x");

        assertThatThrownBy(() -> ModelFolder.create(MODEL, folder, made -> {}))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("is not empty. Name a new one");
        assertThatThrownBy(() -> ModelFolder.create(MODEL, folder.resolve("mine"), made -> {}))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("not a folder");
        assertThat(names(folder)).containsExactly("mine");
    }
}
