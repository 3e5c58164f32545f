package ai.magibu.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.api.TextEncoder;
import ai.magibu.evaluation.data.DataFolder;
import ai.magibu.evaluation.data.DataSource;
import ai.magibu.evaluation.result.EvaluationRun;
import ai.magibu.evaluation.result.TaskResult;
import ai.magibu.evaluation.task.Task;
import ai.magibu.evaluation.task.TaskCatalogue;
import ai.magibu.hub.HubException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {

    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
    private static final Task STS = TaskCatalogue.trMteb().task("STSbTR");
    private static final Task IRONY = TaskCatalogue.trMteb().task("TurkishIronyClassification");
    private static final Task XNLI = TaskCatalogue.trMteb().task("XNLI");
    private static final Task XQUAD = TaskCatalogue.trMteb().task("XQuADRetrieval");

    @TempDir
    private Path data;
    @TempDir
    private Path output;

    @BeforeEach
    void someData() throws IOException {
        write("stsb-tr/test.jsonl", lines(400,
                i -> "{\"sentence1\": \"" + words(i) + "\", \"sentence2\": \"" + words(i + i % 5) + "\", \"score\": " + i % 6 + "}"));
        write("irony-tr/test.jsonl", lines(100, i -> "{\"text\": \"" + words(3 * i) + "\", \"label\": " + i % 2 + "}"));
        for (String split : List.of("validation", "test")) {
            write("xnli/tr/" + split + ".jsonl", lines(60, i -> "{\"premise\": \"" + words(i) + "\", \"hypothesis\": \"" + words(i * 7 % 60)
                    + "\", \"label\": " + i % 3 + "}"));
        }
        write("xquad/xquad.tr/validation.jsonl", lines(30, i -> "{\"id\": \"q" + i + "\", \"context\": \"" + words(i / 2)
                + "\", \"question\": \"" + words(i) + "?\", \"answers\": {\"text\": [\"a\"], \"answer_start\": [0]}}"));
    }

    @Test
    void aRunThatWasKilledContinuesWithTheTextsThatHaveNoVectorYet() {
        LetterEncoder killed = new LetterEncoder("none", 300);
        assertThatThrownBy(() -> evaluation(killed, STS).run()).hasMessage("killed");
        assertThat(killed.texts).isNotEmpty();

        LetterEncoder second = new LetterEncoder();
        TaskResult result = evaluation(second, STS).run().results().get(0);

        assertThat(second.texts).doesNotContainAnyElementsOf(killed.texts).isNotEmpty();
        assertThat(result.cost().encodedTexts()).isEqualTo(second.texts.size());
        assertThat(result.cost().texts()).isEqualTo(second.texts.size() + killed.texts.size());
        assertThat(result.splits()).isEqualTo(fresh(STS).splits());
    }

    @Test
    void aFinishedTaskIsNotComputedAgain() throws IOException {
        EvaluationRun first = evaluation(new LetterEncoder(), STS, IRONY).run();
        Path file = results(STS);
        FileTime long_ago = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(file, long_ago);
        List<String> events = new ArrayList<>();
        LetterEncoder encoder = new LetterEncoder();

        EvaluationRun second = evaluation(encoder, STS, IRONY).listener(recorder(events)).run();

        assertThat(encoder.texts).isEmpty();
        assertThat(events).containsExactly("started STSbTR 1/2", "reused STSbTR", "started TurkishIronyClassification 2/2",
                "reused TurkishIronyClassification");
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(long_ago);
        assertThat(second.results()).extracting(result -> Math.round(result.score() * 1e6))
                .isEqualTo(first.results().stream().map(result -> Math.round(result.score() * 1e6)).toList());
    }

    @Test
    void longTextsComeFirstAndEqualTextsOnce() {
        LetterEncoder encoder = new LetterEncoder();
        evaluation(encoder, STS).run();
        assertThat(encoder.texts).doesNotHaveDuplicates();
        assertThat(encoder.texts.stream().map(String::length).toList()).isSortedAccordingTo((a, b) -> b - a);
    }

    @Test
    void onlyTheTextsThatAnExperimentLearnsFromAreEncoded() throws IOException {
        write("ts_timeline_news_category/train.jsonl", lines(5000, i -> "{\"text\": \"train " + i + "\", \"label\": " + i % 2 + "}"));
        write("ts_timeline_news_category/test.jsonl", lines(20, i -> "{\"text\": \"" + words(i) + "\", \"label\": " + i % 2 + "}"));
        LetterEncoder encoder = new LetterEncoder();
        Task news = TaskCatalogue.trMteb().task("TSTimelineNewsCategoryClassification");

        evaluation(encoder, news).run();

        long learned = encoder.texts.stream().filter(text -> text.startsWith("train")).count();
        assertThat(learned).isBetween(100L, 160L); // 10 experiments with 8 texts of 2 labels, some drawn twice
    }

    @Test
    void theDefaultSplitIsTestAndForATaskWithoutItAllOfItsSplits() {
        EvaluationRun run = evaluation(new LetterEncoder(), XNLI, XQUAD).run();
        assertThat(run.results().get(0).splits()).extracting("split").containsExactly("test");
        assertThat(run.results().get(1).splits()).extracting("split").containsExactly("validation");
    }

    @Test
    void aTaskWithoutTheRequestedSplitIsSkipped() {
        List<String> events = new ArrayList<>();
        EvaluationRun run = evaluation(new LetterEncoder(), XQUAD, XNLI).split("test").listener(recorder(events)).run();
        assertThat(run.results()).extracting(TaskResult::task).containsExactly("XNLI");
        assertThat(events).contains("skipped XQuADRetrieval");
    }

    @Test
    void aSplitThatIsRequestedLaterIsAddedToTheResult() {
        TaskResult test = evaluation(new LetterEncoder(), XNLI).split("test").run().results().get(0);
        TaskResult both = evaluation(new LetterEncoder(), XNLI).split(Evaluation.ALL_SPLITS).run().results().get(0);
        assertThat(both.splits()).extracting("split").containsExactlyInAnyOrder("test", "validation");
        assertThat(both.splits().stream().filter(split -> split.split().equals("test")).findFirst().orElseThrow().scores()
                .get("max_ap")).isCloseTo(test.score(), org.assertj.core.api.Assertions.within(1e-6));
    }

    @Test
    void aResultFileHasMtebsFormat() throws IOException {
        evaluation(new LetterEncoder(), IRONY).run();

        JsonNode file = JSON.readTree(results(IRONY).toFile());

        assertThat(file.fieldNames()).toIterable().containsExactly("dataset_revision", "task_name", "mteb_version", "scores",
                "evaluation_time", "kg_co2_emissions");
        assertThat(file.get("mteb_version").asText()).isEqualTo("1.31.3");
        JsonNode test = file.at("/scores/test/0");
        assertThat(test.get("scores_per_experiment")).hasSize(10);
        assertThat(test.get("main_score")).isEqualTo(test.get("accuracy"));
        assertThat(test.get("hf_subset").asText()).isEqualTo("default");
        assertThat(test.get("languages").get(0).asText()).isEqualTo("tur-Latn");
        JsonNode meta = JSON.readTree(results(IRONY).resolveSibling("model_meta.json").toFile());
        assertThat(meta.get("name").asText()).isEqualTo("test/letters");
        assertThat(results(IRONY).getParent().getParent().getFileName()).hasToString("test__letters");
    }

    /** Both reject a file with another set of keys. */
    @ParameterizedTest
    @CsvSource({"TRMTEB, false", "MTEB2, true"})
    void modelMetaHasTheKeysOfItsVersionOfMteb(Protocol protocol, boolean memory) throws IOException {
        evaluation(new LetterEncoder(), IRONY).protocol(protocol).run();
        Path folder = results(IRONY).getParent().resolveSibling("1-fp32-none-26d-100t-" + protocol.id());
        List<String> keys = new ArrayList<>(List.of("name", "revision", "release_date", "languages", "n_parameters", "max_tokens",
                "embed_dim", "license", "open_weights", "public_training_code", "public_training_data", "framework", "reference",
                "similarity_fn_name", "use_instructions", "training_datasets", "adapted_from", "superseded_by", "loader"));
        if (memory) {
            keys.add("memory_usage_mb");
        }
        assertThat(JSON.readTree(folder.resolve("model_meta.json").toFile()).fieldNames()).toIterable()
                .containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void onlyMtebsFilesAreInTheFolderThatItReads() throws IOException {
        evaluation(new LetterEncoder(), IRONY).run();
        try (Stream<Path> files = Files.list(results(IRONY).getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("TurkishIronyClassification.json", "model_meta.json");
        }
    }

    @Test
    void anotherProtocolHasItsOwnResultsAndTheSameVectors() {
        evaluation(new LetterEncoder(), IRONY).run();
        LetterEncoder encoder = new LetterEncoder();
        TaskResult result = evaluation(encoder, IRONY).protocol(Protocol.MTEB2).run().results().get(0);
        assertThat(encoder.texts).isEmpty();
        assertThat(result.splits().get(0).scores().asMap()).containsKeys("precision", "recall");
    }

    @Test
    void withPromptsQueriesAndDocumentsOfTheSameTextHaveDifferentVectors() {
        LetterEncoder encoder = new LetterEncoder("published", Integer.MAX_VALUE);
        evaluation(encoder, XQUAD).run();
        assertThat(encoder.roles).extracting(role -> role.side().name()).containsExactly("QUERY", "DOCUMENT");
        assertThat(encoder.roles.get(0).promptNames()).containsExactly("XQuADRetrieval-query", "XQuADRetrieval", "Retrieval-query",
                "Retrieval", "query");
    }

    @Test
    void aTaskWithInvalidDataDoesNotStopTheOthers() throws IOException {
        write("stsb-tr/test.jsonl", "{\"sentence1\": \"a\", \"sentence2\": \"b\", \"score\": 3}\n{\"sentence1\": \"a\", \"score\": 3}\n");
        assertThatThrownBy(() -> evaluation(new LetterEncoder(), STS, IRONY).run()).isInstanceOf(EvaluationException.class)
                .hasMessageContainingAll("STSbTR", "test.jsonl", "sentence2", "2");
        assertThat(results(IRONY)).exists();
    }

    @Test
    void aDataSetThatTheHubDoesNotGiveDoesNotStopTheOthers() {
        assertThatThrownBy(
                () -> Evaluation.of(new LetterEncoder(), withoutSts(HubException.Reason.ACCESS), output).tasks(List.of(STS, IRONY))
                        .run())
                .isInstanceOf(EvaluationException.class).hasMessage("STSbTR: no STSbTR");
        assertThat(results(IRONY)).exists();
    }

    @Test
    void aHubThatCannotBeUsedEndsTheRun() {
        assertThatThrownBy(() -> Evaluation.of(new LetterEncoder(), withoutSts(HubException.Reason.NETWORK), output)
                .tasks(List.of(STS, IRONY)).run()).isInstanceOf(HubException.class);
        assertThat(results(IRONY)).doesNotExist();
    }

    private DataSource withoutSts(HubException.Reason reason) {
        return task -> {
            if (task.equals(STS)) {
                throw new HubException(reason, "no STSbTR");
            }
            return new DataFolder(data).open(task);
        };
    }

    @Test
    void severalFailuresAreReportedTogether() throws IOException {
        write("stsb-tr/test.jsonl", "");
        write("irony-tr/test.jsonl", "");
        assertThatThrownBy(() -> evaluation(new LetterEncoder(), STS, IRONY).run()).hasMessageStartingWith("2 tasks failed:")
                .hasMessageContainingAll("STSbTR: ", "TurkishIronyClassification: ");
    }

    @Test
    void anInvalidVectorNamesItsTextAndLeavesEarlierResultsAlone() throws IOException {
        evaluation(new LetterEncoder(), IRONY).run();
        String before = Files.readString(results(IRONY));
        TextEncoder broken = new LetterEncoder() {
            @Override
            float[] vector(String text) {
                float[] vector = super.vector(text);
                vector[3] = Float.NaN;
                return vector;
            }
        };
        assertThatThrownBy(() -> evaluation(broken, IRONY, STS).run()).isInstanceOf(EvaluationException.class)
                .hasMessageContainingAll("test/letters", "component 3 is NaN");
        assertThat(Files.readString(results(IRONY))).isEqualTo(before);
    }

    @Test
    void aVectorOfAnotherLengthIsRejected() {
        TextEncoder broken = new LetterEncoder() {
            @Override
            float[] vector(String text) {
                return new float[7];
            }
        };
        assertThatThrownBy(() -> evaluation(broken, STS).run()).hasMessageContaining("7 dimensions instead of 26");
    }

    private Evaluation evaluation(TextEncoder encoder, Task... tasks) {
        return Evaluation.of(encoder, new DataFolder(data), output).tasks(List.of(tasks));
    }

    private TaskResult fresh(Task task) {
        return Evaluation.of(new LetterEncoder(), new DataFolder(data), output.resolve("fresh")).tasks(List.of(task)).run().results()
                .get(0);
    }

    private Path results(Task task) {
        return output.resolve("results/test__letters/1-fp32-none-26d-100t-trmteb").resolve(task.name() + ".json");
    }

    private void write(String file, String content) throws IOException {
        Files.createDirectories(data.resolve(file).getParent());
        Files.writeString(data.resolve(file), content, StandardCharsets.UTF_8);
    }

    private static String lines(int count, java.util.function.IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }

    /** A text of its own for each number, with many lengths. */
    private static String words(int number) {
        StringBuilder text = new StringBuilder();
        for (int rest = number * 7919 + 17; rest > 0; rest /= 26) {
            text.append((char) ('a' + rest % 26)).append(" kelime".repeat(rest % 3));
        }
        return text.toString();
    }

    private static EvaluationListener recorder(List<String> events) {
        return new EvaluationListener() {
            @Override
            public void started(Task task, int number, int count) {
                events.add("started " + task.name() + " " + number + "/" + count);
            }

            @Override
            public void finished(Task task, TaskResult result) {
                events.add("finished " + task.name());
            }

            @Override
            public void reused(Task task, TaskResult result) {
                events.add("reused " + task.name());
            }

            @Override
            public void skipped(Task task) {
                events.add("skipped " + task.name());
            }
        };
    }
}
