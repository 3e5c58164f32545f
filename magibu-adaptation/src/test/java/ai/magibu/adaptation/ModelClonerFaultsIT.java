package ai.magibu.adaptation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.adaptation.ModelCloner.Strategy;
import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.test.TinyModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faults that a clone rejects. */
class ModelClonerFaultsIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path TEACHER = TinyModel.folder();

    private static Path tokenizer;

    @TempDir
    Path folder;

    @BeforeAll
    static void findTokenizer() throws URISyntaxException {
        tokenizer = Path.of(Objects.requireNonNull(ModelClonerFaultsIT.class.getResource("clone-golden/tokenizer.json")).toURI());
    }

    private Path changedTokenizer(String from, String to) throws IOException {
        String text = Files.readString(tokenizer);
        assertThat(text).contains(from);
        return Files.writeString(folder.resolve("tokenizer.json"), text.replace(from, to));
    }

    @Test
    void aVocabularyLargerThanTheTableIsRejected() throws IOException {
        Path beyond = changedTokenizer("\"content\": \"<mask>\"", "\"content\": \"<other>\"");

        assertThatThrownBy(() -> ModelCloner.cloneModel(TEACHER, beyond, folder.resolve("student"), Strategy.MEAN))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("have the same id 4");

        JsonNode json = JSON.readTree(tokenizer.toFile());
        ((ObjectNode) json.at("/added_tokens/4")).put("id", 815).put("content", "<other>");
        JSON.writeValue(beyond.toFile(), json);
        assertThatThrownBy(() -> ModelCloner.cloneModel(TEACHER, beyond, folder.resolve("student"), Strategy.MEAN))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining(
                        "the token \"<other>\" has the id 815, but the vocabulary has 815 tokens: it is larger than the table");
    }

    @Test
    void faultsOfTheTokenizerAreNamed() throws IOException {
        Path output = folder.resolve("student");
        Path noPad = changedTokenizer("<pad>", "<nil>");
        assertThatThrownBy(() -> ModelCloner.cloneModel(TEACHER, noPad, output, Strategy.MEAN))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("no token \"<pad>\", which the teacher's config.json uses as \"pad_token_id\"");

        assertThatThrownBy(() -> ModelCloner.cloneModel(TEACHER, folder.resolve("none"), output, Strategy.MEAN))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("none: no such file or folder");

        Path notJson = Files.writeString(folder.resolve("broken.json"), "{\"model\": {\"vocab\": {\"a\": 0,");
        assertThatThrownBy(() -> ModelCloner.cloneModel(TEACHER, notJson, output, Strategy.MEAN))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("broken.json: it is not a tokenizer.json");

        Path noModel = Files.writeString(folder.resolve("empty.json"), "{}");
        assertThatThrownBy(() -> ModelCloner.cloneModel(TEACHER, noModel, output, Strategy.MEAN))
                .hasMessageContaining("it has no \"vocab\" in a \"model\"");

        Path wrongFrame = Files.writeString(folder.resolve("frame.json"),
                Files.readString(tokenizer).replaceFirst("(?s)(\"post_processor\".*\"ids\": \\[\\s*)2", "$13"));
        assertThatThrownBy(() -> ModelCloner.cloneModel(TEACHER, wrongFrame, output, Strategy.MEAN))
                .hasMessageContaining("\"post_processor\" gives the token \"<");
        assertThat(output).doesNotExist();
    }

    /** The library reads a copy, which is gone when the message is read. */
    @Test
    void aMergeWithoutATokenIsNamedWithTheGivenFile() throws IOException {
        JsonNode json = JSON.readTree(tokenizer.toFile());
        ((ArrayNode) json.at("/model/merges")).addArray().add("a").add("zzz");
        Path dangling = folder.resolve("dangling.json");
        JSON.writeValue(dangling.toFile(), json);
        assertThatThrownBy(() -> ModelCloner.cloneModel(TEACHER, dangling, folder.resolve("student"), Strategy.MEAN))
                .isInstanceOf(AdaptationException.class)
                .hasMessageStartingWith(dangling + ": ");
        assertThat(folder).isDirectoryNotContaining("glob:**/student*");
    }

    @Test
    void aTeacherThatIsCutOffIsRejected() throws IOException {
        Path teacher = folder.resolve("teacher");
        try (Stream<Path> files = Files.walk(TEACHER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = teacher.resolve(TEACHER.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        Path weights = teacher.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        for (int size : new int[] {0, 7, 100, bytes.length / 2, bytes.length - 1}) {
            Files.write(weights, Arrays.copyOf(bytes, size));

            assertThatThrownBy(() -> ModelCloner.cloneModel(teacher, tokenizer, folder.resolve("student"), Strategy.MEAN))
                    .isInstanceOf(ModelFormatException.class);
        }
        assertThat(folder.resolve("student")).doesNotExist();
    }

    @Test
    void aFolderThatHoldsSomethingIsKept() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine"), "x", StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ModelCloner.cloneModel(TEACHER, tokenizer, folder, Strategy.MEAN))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("is not empty");
        assertThat(mine).hasContent("x");
    }
}
