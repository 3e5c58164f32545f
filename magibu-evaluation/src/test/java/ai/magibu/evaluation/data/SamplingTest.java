package ai.magibu.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import ai.magibu.evaluation.task.LabeledPairs;
import ai.magibu.evaluation.task.LabeledTexts;
import ai.magibu.evaluation.task.RetrievalSet;
import ai.magibu.evaluation.task.Task;
import ai.magibu.evaluation.task.TaskCatalogue;
import ai.magibu.evaluation.task.TaskData;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chosen rows are those of Python's {@code datasets}: {@code reference/make_sampling_goldens.py} wrote the cases. */
class SamplingTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private static Stream<Named<JsonNode>> cases(String kind) throws IOException {
        try (InputStream json = Objects.requireNonNull(SamplingTest.class.getResourceAsStream("/sampling/sampling.json"))) {
            return StreamSupport.stream(JSON.readTree(json).get(kind).spliterator(), false).map(c -> Named.of(c.get("name").asText(), c));
        }
    }

    static Stream<Named<JsonNode>> resplit() throws IOException {
        return cases("resplit");
    }

    static Stream<Named<JsonNode>> stratified() throws IOException {
        return cases("stratified");
    }

    static Stream<Named<JsonNode>> judgments() throws IOException {
        return cases("judgments");
    }

    private TaskData read(String task, Map<String, List<?>> files) throws IOException {
        Task found = TaskCatalogue.trMteb().task(task);
        for (Map.Entry<String, List<?>> file : files.entrySet()) {
            Path path = folder.resolve(found.name()).resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue().stream().map(row -> JSON.valueToTree(row).toString()).toList());
        }
        return TaskReader.read(found, "test", new DataFolder(folder).open(found));
    }

    private static List<Map<String, Object>> texts(JsonNode labels) {
        return IntStream.range(0, labels.size()).mapToObj(i -> Map.<String, Object>of("text", "row " + i, "label", labels.get(i))).toList();
    }

    private static List<String> rows(JsonNode rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(row -> "row " + row.intValue()).toList();
    }

    private static int[] ints(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false).mapToInt(JsonNode::intValue).toArray();
    }

    @ParameterizedTest
    @MethodSource("resplit")
    void fifthOfTheRowsIsForTesting(JsonNode golden) throws IOException {
        LabeledTexts data = (LabeledTexts) read("TurkishIronyClassification", Map.of("test.jsonl", texts(golden.get("labels"))));

        assertThat(data.train()).isEqualTo(rows(golden.at("/train/rows")));
        assertThat(data.trainLabels()).isEqualTo(ints(golden.at("/train/labels")));
        assertThat(data.test()).isEqualTo(rows(golden.at("/test/rows")));
        assertThat(data.testLabels()).isEqualTo(ints(golden.at("/test/labels")));
    }

    @ParameterizedTest
    @MethodSource("stratified")
    void largeTestSplitIsSampledAndTheTrainSplitIsNot(JsonNode golden) throws IOException {
        List<?> rows = texts(golden.get("labels"));
        LabeledTexts data =
                (LabeledTexts) read("TurkishMovieSentimentClassification", Map.of("test.jsonl", rows, "train.jsonl", rows));

        assertThat(data.train()).hasSize(rows.size()).startsWith("row 0", "row 1");
        assertThat(data.test()).isEqualTo(rows(golden.get("rows")));
        assertThat(data.testLabels()).isEqualTo(labels(golden));
    }

    @ParameterizedTest
    @MethodSource("stratified")
    void neutralPairsAreDroppedAfterTheSampling(JsonNode golden) throws IOException {
        JsonNode labels = golden.get("labels");
        LabeledPairs data = (LabeledPairs) read("XNLI", Map.of("tr/test.jsonl", IntStream.range(0, labels.size())
                .mapToObj(i -> Map.of("premise", "row " + i, "hypothesis", "other " + i, "label", labels.get(i))).toList()));

        int[] kept = IntStream.of(ints(golden.get("rows"))).filter(row -> labels.get(row).intValue() != 1).toArray();
        assertThat(data.first()).isEqualTo(IntStream.of(kept).mapToObj(row -> "row " + row).toList());
        assertThat(data.second()).isEqualTo(IntStream.of(kept).mapToObj(row -> "other " + row).toList());
        for (int i = 0; i < kept.length; i++) {
            assertThat(data.labels()[i]).isEqualTo(labels.get(kept[i]).intValue() == 0);
        }
    }

    private static int[] labels(JsonNode golden) {
        return IntStream.of(ints(golden.get("rows"))).map(row -> golden.get("labels").get(row).intValue()).toArray();
    }

    @ParameterizedTest
    @MethodSource("judgments")
    void sampledJudgmentsDecideAboutQueriesAndDocuments(JsonNode golden) throws IOException {
        List<Map<String, Object>> judgments = StreamSupport.stream(golden.get("judgments").spliterator(), false).map(
                row -> Map.<String, Object>of("query-id", row.get(0), "corpus-id", row.get(1), "score", row.get(2))).toList();
        List<Map<String, String>> corpus = StreamSupport.stream(golden.get("judgments").spliterator(), false)
                .map(row -> row.get(1).asText()).distinct().map(id -> Map.of("_id", id, "text", "\u00A0text " + id + " ", "title", "t"))
                .toList();
        List<Map<String, String>> queries = StreamSupport.stream(golden.get("judgments").spliterator(), false)
                .map(row -> row.get(0).asText()).distinct().map(id -> Map.of("_id", id, "text", " query " + id)).toList();
        RetrievalSet data = (RetrievalSet) read("MSMarcoTRRetrieval", Map.of(
                "corpus.jsonl", corpus, "queries.jsonl", queries, "qrels/test.jsonl", judgments));

        Map<String, Map<String, Integer>> relevant = JSON.convertValue(golden.get("relevant"), new TypeReference<>() {});
        assertThat(new TreeMap<>(data.qrels())).isEqualTo(new TreeMap<>(relevant));
        List<String> expected = JSON.convertValue(golden.get("documents"), new TypeReference<>() {});
        assertThat(data.documentIds()).containsExactlyInAnyOrderElementsOf(expected)
                .isEqualTo(corpus.stream().map(row -> row.get("_id")).filter(expected::contains).toList());
        assertThat(data.documents()).isEqualTo(data.documentIds().stream().map(id -> "text " + id).toList());
        assertThat(data.queryIds()).isEqualTo(queries.stream().map(row -> row.get("_id")).filter(relevant::containsKey).toList());
        assertThat(data.queries()).isEqualTo(data.queryIds().stream().map(id -> " query " + id).toList());
    }
}
