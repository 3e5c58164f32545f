package ai.magibu.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.task.LabeledPairs;
import ai.magibu.evaluation.task.RetrievalSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's own questions, documents and pairs. */
class OwnDataTest {

    private static final String CORPUS = "id,title,text\n1,İade,14 gün içinde\n2,,Kargo ücretsiz\n";
    private static final String QUERIES =
            "{\"_id\": \"a\", \"text\": \"iade süresi\"}\n{\"_id\": \"b\", \"text\": \"kargo\"}\n{\"_id\": \"c\", \"text\": \"x\"}\n";
    private static final String QRELS = "query-id\tcorpus-id\tscore\na\t1\t2\nb\t2\t1\nb\t1\t0\n";

    @TempDir
    Path folder;

    private Path write(String name, String content) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        return Files.writeString(folder.resolve(name), content);
    }

    private RetrievalSet files(String corpus, String queries, String qrels) throws IOException {
        return RetrievalData.files(write("c.csv", corpus), write("q.jsonl", queries), write("r.tsv", qrels));
    }

    private static void assertIsRead(RetrievalSet data) {
        assertThat(data.documentIds()).containsExactly("1", "2");
        assertThat(data.documents()).containsExactly("İade 14 gün içinde", "Kargo ücretsiz");
        assertThat(data.queryIds()).containsExactly("a", "b");
        assertThat(data.queries()).containsExactly("iade süresi", "kargo");
        assertThat(data.qrels()).isEqualTo(Map.of("a", Map.of("1", 2), "b", Map.of("2", 1, "1", 0)));
        assertThat(data.ignoreIdenticalIds()).isFalse();
    }

    @Test
    void threeFilesOfAnyFormatAreRead() throws IOException {
        assertIsRead(files(CORPUS, QUERIES, QRELS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qrels/test.tsv", "qrels.tsv"})
    void folderIsRead(String qrels) throws IOException {
        write("corpus.csv", CORPUS);
        write("queries.jsonl", QUERIES);
        write(qrels, QRELS);

        assertIsRead(RetrievalData.folder(folder));
    }

    @Test
    void judgmentWithoutAScoreIsRelevant() throws IOException {
        assertThat(files(CORPUS, QUERIES, "query-id\tcorpus-id\na\t2\n").qrels()).isEqualTo(Map.of("a", Map.of("2", 1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "x | 1 | 1 | column \"query-id\": the id \"x\" does not exist in | q.jsonl",
            "a | 9 | 1 | column \"corpus-id\": the id \"9\" does not exist in | c.csv",
            "a | 1 | 0.5 | column \"score\": 0.5 is not a whole number | r.tsv",
            "a | 1 | 1 | column \"corpus-id\": \"1\" has the score 2 for the query \"a\" in an earlier row, and 1 here. | r.tsv",
            "a | 1 | hoch | column \"score\": \"hoch\" is a text. Expected a number. | r.tsv"
    })
    void invalidJudgmentIsNamed(String query, String document, String score, String message, String other) {
        assertThatThrownBy(() -> files(CORPUS, QUERIES, QRELS + query + "\t" + document + "\t" + score + "\n"))
                .isInstanceOf(EvaluationException.class).hasMessageContainingAll("r.tsv, row 4, " + message, other);
    }

    @Test
    void sameJudgmentMayOccurTwice() throws IOException {
        assertIsRead(files(CORPUS, QUERIES, QRELS + "a\t1\t2\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\t0\t1\t2\nb\t0\t2\t1\nb\t0\t1\t0\n", "a 0 1 2\r\nb  0 2\t1\r\nb 0 1 0\r\n"})
    void judgmentsOfTrecEvalAreRead(String qrels) throws IOException {
        assertIsRead(files(CORPUS, QUERIES, qrels));
    }

    @Test
    void csvFilesOfATurkishExcelAreRead() throws IOException {
        assertIsRead(files("\uFEFF" + CORPUS.replace(',', ';').replace("\n", "\r\n"), QUERIES, QRELS));
    }

    @Test
    void judgmentsWithoutARelevantDocumentAreRejected() {
        assertThatThrownBy(() -> files(CORPUS, QUERIES, "query-id\tcorpus-id\tscore\na\t1\t0\n")).isInstanceOf(EvaluationException.class)
                .hasMessageContaining("r.tsv: no judgment has a score above 0");
    }

    @Test
    void folderInPlaceOfAFileIsNamed() throws IOException {
        Path corpus = Files.createDirectory(folder.resolve("corpus.csv"));

        assertThatThrownBy(() -> RetrievalData.files(corpus, corpus, corpus)).isInstanceOf(EvaluationException.class)
                .hasMessage(corpus + ": this is a folder. Expected a file.");
    }

    @Test
    void idThatOccursTwiceIsNamed() {
        assertThatThrownBy(() -> files(CORPUS + "1,,x\n", QUERIES, QRELS)).isInstanceOf(EvaluationException.class)
                .hasMessageContaining("c.csv, row 3, column \"id\": the id \"1\" occurs twice.");
    }

    @Test
    void missingFileOfAFolderIsNamed() throws IOException {
        write("corpus.csv", CORPUS);

        assertThatThrownBy(() -> RetrievalData.folder(folder)).isInstanceOf(EvaluationException.class)
                .hasMessageContainingAll(folder.toString(), "\"queries\"", "corpus.csv", "queries.jsonl");
        assertThatThrownBy(() -> RetrievalData.folder(folder.resolve("none"))).isInstanceOf(EvaluationException.class)
                .hasMessageContaining("the folder does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sentence1,sentence2,label\na,b,1\nc,d,0\n", "label,second,first\n1,b,a\n0,d,c\n"})
    void pairsAreRead(String csv) throws IOException {
        LabeledPairs pairs = LabeledPairsFile.read(write("pairs.csv", csv));

        assertThat(pairs.first()).containsExactly("a", "c");
        assertThat(pairs.second()).containsExactly("b", "d");
        assertThat(pairs.labels()).containsExactly(true, false);
    }

    @Test
    void invalidPairsAreNamed() throws IOException {
        Path label = write("a.csv", "first,second,label\na,b,1\nc,d,evet\n");
        Path column = write("b.csv", "text,second,label\na,b,1\n");

        assertThatThrownBy(() -> LabeledPairsFile.read(label)).isInstanceOf(EvaluationException.class)
                .hasMessage(label + ", row 2, column \"label\": \"evet\" is not 0 (no match) or 1 (match).");
        assertThatThrownBy(() -> LabeledPairsFile.read(column)).isInstanceOf(EvaluationException.class)
                .hasMessage(
                        column + ", row 1: the column \"sentence1\" or \"first\" is missing. The row has \"text\", \"second\", \"label\".");
    }
}
