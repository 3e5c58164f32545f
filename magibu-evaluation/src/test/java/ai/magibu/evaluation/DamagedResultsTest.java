package ai.magibu.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.data.DataFolder;
import ai.magibu.evaluation.task.RetrievalSet;
import ai.magibu.evaluation.task.TaskCatalogue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored results that another program has changed. */
class DamagedResultsTest {

    @TempDir
    private Path data;
    @TempDir
    private Path output;

    @BeforeEach
    void aFinishedTask() throws IOException {
        Files.createDirectory(data.resolve("STSbTR"));
        Files.writeString(data.resolve("STSbTR/test.jsonl"), "{\"sentence1\": \"bir\", \"sentence2\": \"iki\", \"score\": 1}\n"
                + "{\"sentence1\": \"elma\", \"sentence2\": \"armut\", \"score\": 4}\n");
        evaluation().run();
    }

    private Evaluation evaluation() {
        return Evaluation.of(new LetterEncoder(), new DataFolder(data), output).tasks(List.of(TaskCatalogue.trMteb().task("STSbTR")));
    }

    private Path file(String name) throws IOException {
        try (Stream<Path> files = Files.walk(output)) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }

    private static void assertIsNamed(EvaluationException failure, Path file) {
        assertThat(failure.getMessage().lines()).singleElement().asString().contains(file + ": ", "Delete the file to compute it again.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "3", "{}", "{\"scores\": {\"test\": [{}]}}"})
    void damagedResultIsNamedAndStays(String content) throws IOException {
        Path file = file("STSbTR.json");
        Files.writeString(file, content);

        assertThatThrownBy(() -> evaluation().run())
                .isInstanceOfSatisfying(EvaluationException.class, failure -> assertIsNamed(failure, file));
        assertThat(file).hasContent(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "3", "{}", "{\"encoder\": 3}"})
    void damagedSettingsAreNamedAndStay(String content) throws IOException {
        Path file = file("magibu.json");
        Files.writeString(file, content);

        assertThatThrownBy(() -> Evaluation.runs(output))
                .isInstanceOfSatisfying(EvaluationException.class, failure -> assertIsNamed(failure, file));
        assertThat(file).hasContent(content);
    }

    @Test
    void unknownProtocolIsNamed() throws IOException {
        Path file = file("magibu.json");
        Files.writeString(file, Files.readString(file).replace("\"trmteb\"", "\"other\""));

        assertThatThrownBy(() -> Evaluation.runs(output))
                .isInstanceOfSatisfying(EvaluationException.class, failure -> assertIsNamed(failure, file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"name\": \"x\", \"encoder\": 3}"})
    void damagedResultOfOwnDataIsNamed(String content) throws IOException {
        RetrievalSet own = new RetrievalSet(List.of("d"), List.of("bir"), List.of("q"), List.of("iki"), Map.of("q", Map.of("d", 1)), false);
        RetrievalEvaluation evaluation = RetrievalEvaluation.of(new LetterEncoder(), own, "own", output);
        evaluation.run();
        Path file = Files.writeString(evaluation.folder().resolve("other.json"), content);

        assertThatThrownBy(evaluation::results)
                .isInstanceOfSatisfying(EvaluationException.class, failure -> assertIsNamed(failure, file));
    }
}
