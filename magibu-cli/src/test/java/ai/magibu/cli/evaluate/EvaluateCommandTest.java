package ai.magibu.cli.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands below {@code evaluate} on stored vectors: no model, no network. */
class EvaluateCommandTest {

    private static final int TEXTS = 60;

    @TempDir
    private Path folder;

    @BeforeEach
    void data() throws IOException {
        write("vectors.jsonl", lines(TEXTS, EvaluateCommandTest::vector));
        write("data/stsb-tr/test.jsonl", lines(TEXTS - 5,
                i -> "{\"sentence1\": \"metin " + i + "\", \"sentence2\": \"metin " + (i + i % 5) + "\", \"score\": " + (5 - i % 5) + "}"));
        write("data/irony-tr/test.jsonl", lines(TEXTS, i -> "{\"text\": \"metin " + i + "\", \"label\": " + i % 2 + "}"));
        write("own/corpus.jsonl", lines(TEXTS / 2, i -> "{\"_id\": \"d" + i + "\", \"text\": \"metin " + i + "\"}"));
        write("own/queries.jsonl", lines(20, i -> "{\"_id\": \"q" + i + "\", \"text\": \"metin " + (i + 1) + "\"}"));
        write("own/qrels/test.tsv", "query-id\tcorpus-id\tscore\n" + lines(20, i -> "q" + i + "\td" + i + "\t1"));
        write("pairs.csv",
                "sentence1,sentence2,label\n" + lines(40, i -> "metin " + i + ",metin " + (i + i % 4) + "," + (i % 4 < 2 ? 1 : 0)));
    }

    @Test
    void eachTaskIsALineAndTheReportIsNamed() {
        Cli.Result result = evaluate("--tasks", "STSbTR,TurkishIronyClassification");
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.lines()).satisfiesExactly(
                line -> assertThat(line).matches("STSbTR +test +cosine_spearman +-?\\d+\\.\\d\\d +\\d+\\.\\d s"),
                line -> assertThat(line).matches("TurkishIronyClassification +test +accuracy +\\d+\\.\\d\\d +\\d+\\.\\d s"),
                line -> assertThat(line).isEqualTo("Report: " + folder.resolve("out/report.html")));
        assertThat(folder.resolve("out/report.html")).content().contains("STSbTR", "owner/model");
        assertThat(folder.resolve("out/report.md")).exists();
    }

    @Test
    void aFinishedTaskIsSaidToBeFinished() {
        evaluate("--tasks", "STSbTR");
        assertThat(evaluate("--tasks", "STSbTR").lines().get(0)).endsWith("finished before");
    }

    @Test
    void taskNamesAreFoundInAnyCaseAndTypesFilter() {
        assertThat(evaluate("--types", "sts").lines().get(0)).startsWith("STSbTR");
        assertThat(evaluate("--tasks", "turkishironyclassification").status()).isZero();
    }

    @Test
    void secondSettingsAppearBesideTheFirst() throws IOException {
        evaluate("--tasks", "STSbTR");
        write("vectors.jsonl", lines(TEXTS, i -> vector(i * 3 % TEXTS).replaceFirst("metin \\d+", "metin " + i)));
        Cli.Result second = evaluate("--tasks", "STSbTR", "--model", "owner/other");
        assertThat(second.status()).isZero();
        assertThat(folder.resolve("out/report.html")).content().contains("owner/model", "owner/other");
    }

    @Test
    void retrievalOnOwnDataShowsIntervalsAndTheNextRunComparesItself() throws IOException {
        Cli.Result first = evaluate("retrieval", "--folder", folder.resolve("own").toString());
        assertThat(first.err()).isEmpty();
        assertThat(first.lines().get(0)).isEqualTo("30 documents, 20 queries");
        assertThat(first.lines().get(1)).matches("ndcg_at_10 +\\d\\.\\d{3}   \\(95 %: \\d\\.\\d{3} to \\d\\.\\d{3}\\)");
        write("vectors.jsonl", lines(TEXTS, i -> vector(i * 3 % TEXTS).replaceFirst("metin \\d+", "metin " + i)));

        Cli.Result second = evaluate("retrieval", "--folder", folder.resolve("own").toString(), "--model", "owner/other");

        assertThat(second.lines())
                .anyMatch(line -> line.matches("ndcg_at_10 against owner/model .*: [+-]\\d\\.\\d{3} .*, p (= 0\\.\\d{3}|< 0\\.001)"));
        assertThat(second.lines().get(second.lines().size() - 1)).startsWith("Report: ").endsWith("report.html");
    }

    @Test
    void retrievalReadsThreeFiles() throws IOException {
        write("c.csv", "_id,title,text\nd1,,metin 1\nd2,,metin 2\n");
        write("q.tsv", "_id\ttext\nq1\tmetin 1\n");
        write("r.csv", "query-id,corpus-id,score\nq1,d1,1\n");
        Cli.Result result = evaluate("retrieval", "--corpus", path("c.csv"), "--queries", path("q.tsv"), "--qrels", path("r.csv"));
        assertThat(result.err()).isEmpty();
        assertThat(result.lines().get(1)).startsWith("ndcg_at_10     1.000");
    }

    @Test
    void thresholdSaysFromWhichSimilarityPairsMatch() {
        Cli.Result result = evaluate("threshold", "--pairs", path("pairs.csv"));
        assertThat(result.err()).isEmpty();
        assertThat(result.lines().get(0)).isEqualTo("40 pairs, 20 match");
        assertThat(result.lines().subList(1, 6)).extracting(line -> line.split(" ")[0])
                .containsExactly("threshold", "f1", "accuracy", "precision", "recall");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--tasks NoSuchTask|There is no task \"NoSuchTask\"",
            "--types Music|expected one of STS, PairClassification",
            "--tasks STSbTR --types Clustering|none of the --tasks is of one of the --types",
            "--protocol mteb3|expected one of trmteb, mteb2",
            "--prompts some|expected one of none, published",
            "retrieval --corpus x|--corpus, --queries and --qrels are needed, or --folder alone",
            "threshold|Missing required option: '--pairs=FILE'",
            "--tasks STSbTR --split tset|none of the tasks has the split \"tset\"; their splits are test",
            "--tasks STSbTR --dimensions 2|--dimensions does not apply to --vectors",
            "--tasks STSbTR --precision int8|--precision does not apply to --vectors",
            "--tasks STSbTR --prompts published|--prompts does not apply to --vectors",
            "--tasks STSbTR threshold --pairs x|must come after \"threshold\"",
            "--tasks STSbTR retrieval --folder x|must come after \"retrieval\""})
    void mistakesInOptionsHaveStatusTwo(String options, String message) {
        Cli.Result result = evaluate(options.split(" "));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("magibu: ", message);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aModelOrVectorsAreNeeded() {
        Cli.Result result = Cli.run("evaluate", "--output", path("out"));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--model, the environment variable MAGIBU_MODEL or --vectors is needed");
    }

    @ParameterizedTest
    @CsvSource({"--vectors, vectors.jsonl", "--prompts, none"})
    void anEmptyNameOfAModelIsAMistake(String option, String value) {
        Cli.Result result = Cli.run("evaluate", "--model", "", option, value, "--output", path("out"));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--model is empty");
    }

    @Test
    void invalidDataIsOneLineWithStatusOneAndTheOtherResultsStay() throws IOException {
        write("data/stsb-tr/test.jsonl", "{\"sentence1\": \"metin 1\", \"score\": 3}\n");
        Cli.Result result = evaluate("--tasks", "STSbTR,TurkishIronyClassification");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines()).singleElement().asString().startsWith("magibu: STSbTR: ").contains("test.jsonl", "sentence2");
        assertThat(result.lines().get(1)).startsWith("TurkishIronyClassification");
        assertThat(folder.resolve("out/report.html")).exists();
    }

    @Test
    void aReportThatCannotBeWrittenDoesNotHideTheFailureOfATask() throws IOException {
        write("data/stsb-tr/test.jsonl", "{\"sentence1\": \"metin 1\", \"score\": 3}\n");
        Files.createDirectories(folder.resolve("out/report.html"));
        Cli.Result result = evaluate("--tasks", "STSbTR,TurkishIronyClassification");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines()).singleElement().asString().startsWith("magibu: STSbTR: ").contains("sentence2");
        assertThat(evaluate("--tasks", "TurkishIronyClassification").err()).contains("report.html: the file cannot be written");
    }

    @Test
    void aTextWithoutAVectorIsOneLine() throws IOException {
        write("vectors.jsonl", vector(1));
        Cli.Result result = evaluate("--tasks", "STSbTR");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines()).singleElement().asString().contains("vectors.jsonl", "has no vector");
    }

    @Test
    void progressShowsTheTaskAndTheRemainingTime() {
        Cli.Result result = evaluate("--tasks", "STSbTR", "--progress", "on");
        assertThat(result.err()).contains("[1/1] STSbTR ...", "100 %, 0:00:00 left");
    }

    private Cli.Result evaluate(String... options) {
        List<String> command = new ArrayList<>(List.of("evaluate"));
        List<String> given = Arrays.asList(options);
        boolean own = given.get(0).equals("retrieval") || given.get(0).equals("threshold");
        command.addAll(own ? given.subList(0, 1) : List.of("--data", path("data")));
        command.addAll(List.of("--vectors", path("vectors.jsonl"), "--output", path("out")));
        if (!given.contains("--model")) {
            command.addAll(List.of("--model", "owner/model"));
        }
        command.addAll(own ? given.subList(1, given.size()) : given);
        return Cli.run(command.toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void write(String file, String content) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), content, UTF_8);
    }

    private static String lines(int count, java.util.function.IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Neighboring numbers have similar vectors. */
    private static String vector(int i) {
        String components = Stream.of(Math.cos(i / 9.0), Math.sin(i / 9.0), Math.cos(i / 2.0) / 4, Math.sin(i / 2.0) / 4)
                .map(component -> Float.toString(component.floatValue())).collect(Collectors.joining(", "));
        return "{\"text\": \"metin " + i + "\", \"embedding\": [" + components + "]}";
    }
}
