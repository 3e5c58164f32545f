package ai.magibu.evaluation.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.api.TextRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredVectorsTest {

    private static final TextRole ROLE = new TextRole("STSbTR", "STS", TextRole.Side.NONE);
    private static final String GOOD = "{\"text\": \"günaydın\", \"embedding\": [1, 0.5]}";

    @TempDir
    private Path folder;

    @Test
    void aTextHasTheVectorOfItsLine() throws IOException {
        StoredVectors vectors =
                StoredVectors.read(file(GOOD + "\n\n{\"embedding\": [0, 2], \"text\": \"x\", \"tokens\": 3}\n"), "owner/name");
        assertThat(vectors.encode(List.of("x", "günaydın"), ROLE).vectors()).containsExactly(new float[] {0, 2}, new float[] {1, 0.5f});
        assertThat(vectors.settings().dimensions()).isEqualTo(2);
        assertThat(vectors.settings().model()).isEqualTo("owner/name");
    }

    @Test
    void aByteOrderMarkIsIgnored() throws IOException {
        assertThat(StoredVectors.read(file("\uFEFF" + GOOD), "m").encode(List.of("günaydın"), ROLE).vectors()).hasSize(1);
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        Path missing = folder.resolve("none.jsonl");
        assertThatThrownBy(() -> StoredVectors.read(missing, "m")).isInstanceOf(EvaluationException.class)
                .hasMessage(missing + ": the file is missing.");
    }

    @Test
    void aFolderHasManyFiles() throws IOException {
        file(GOOD);
        Files.writeString(folder.resolve("more.jsonl"), "{\"text\": \"x\", \"embedding\": [0, 2]}");
        assertThat(StoredVectors.read(folder, "m").encode(List.of("x", "günaydın"), ROLE).vectors()).hasSize(2);
    }

    @Test
    void otherVectorsHaveAnotherRevision() throws IOException {
        String first = StoredVectors.read(file(GOOD), "m").settings().revision();
        assertThat(StoredVectors.read(file(GOOD), "m").settings().revision()).isEqualTo(first);
        assertThat(StoredVectors.read(file(GOOD.replace("0.5", "0.6")), "m").settings().revision()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"text\": \"x\", \"embedding\": [1]}|1 dimensions instead of 2",
            "{\"text\": \"x\", \"embedding\": [1, NaN]}|component 1 is NaN",
            "{\"text\": \"x\", \"embedding\": [1, 1e39]}|component 1 is Infinity",
            "{\"text\": \"x\", \"embedding\": [1, \"2\"]}|instead of a number",
            "{\"text\": \"x\", \"embedding\": []}|not a list of numbers",
            "{\"text\": \"x\"}|\"embedding\" is missing",
            "{\"embedding\": [1, 2]}|\"text\" is missing",
            "{\"text\": \"x\", \"embedding\": [1, 2]|not valid JSON",
            "[1, 2]|not a JSON object",
            "{\"text\": \"günaydın\", \"embedding\": [1, 2]}|another vector in an earlier line"})
    void anInvalidLineIsRejectedWithItsNumber(String line, String reason) throws IOException {
        Path file = file(GOOD + "\n" + line + "\n");
        assertThatThrownBy(() -> StoredVectors.read(file, "m")).isInstanceOf(EvaluationException.class)
                .hasMessageContainingAll("vectors.jsonl, line 2", reason);
    }

    @Test
    void aFileInAnotherEncodingIsRejected() throws IOException {
        Path file = folder.resolve("vectors.jsonl");
        Files.write(file, (GOOD + "\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> StoredVectors.read(file, "m")).hasMessageContainingAll("vectors.jsonl, line 1", "UTF-8");
    }

    @Test
    void aMissingOrEmptyFileIsRejected() throws IOException {
        assertThatThrownBy(() -> StoredVectors.read(folder.resolve("no.jsonl"), "m")).isInstanceOf(EvaluationException.class)
                .hasMessageContaining("no.jsonl");
        Path empty = file("");
        assertThatThrownBy(() -> StoredVectors.read(empty, "m")).hasMessageContaining("there are no vectors");
    }

    @Test
    void aTextWithoutAVectorIsNamed() throws IOException {
        StoredVectors vectors = StoredVectors.read(file(GOOD), "m");
        assertThatThrownBy(() -> vectors.encode(List.of("iyi geceler"), ROLE)).isInstanceOf(EvaluationException.class)
                .hasMessageContainingAll("iyi geceler", "STSbTR");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("vectors.jsonl"), content, StandardCharsets.UTF_8);
    }
}
