package ai.magibu.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.task.ClusterSets;
import ai.magibu.evaluation.task.LabeledPairs;
import ai.magibu.evaluation.task.LabeledTexts;
import ai.magibu.evaluation.task.ParallelTexts;
import ai.magibu.evaluation.task.RetrievalSet;
import ai.magibu.evaluation.task.ScoredPairs;
import ai.magibu.evaluation.task.Task;
import ai.magibu.evaluation.task.TaskCatalogue;
import ai.magibu.evaluation.task.TaskData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts and gold values of each layout. */
class TaskReaderTest {

    @TempDir
    Path folder;

    private TaskData read(String name, String split, String... files) throws IOException {
        Task task = TaskCatalogue.trMteb().task(name);
        for (int i = 0; i < files.length; i += 2) {
            Path file = folder.resolve(name).resolve(files[i]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, files[i + 1]);
        }
        return TaskReader.read(task, split, new DataFolder(folder).open(task));
    }

    private void assertFails(String task, String file, String content, String... parts) {
        assertThatThrownBy(() -> read(task, "test", file, content)).isInstanceOf(EvaluationException.class)
                .hasMessageStartingWith(folder.resolve(task).resolve(file).toString()).hasMessageContainingAll(parts);
    }

    @Test
    void scoresBecomeShares() throws IOException {
        ScoredPairs data = (ScoredPairs) read("STSbTR", "test", "test.csv", "sentence1,sentence2,score\na,b,0\nc,d,3.8\ne,f,5\n");

        assertThat(data.first()).containsExactly("a", "c", "e");
        assertThat(data.second()).containsExactly("b", "d", "f");
        assertThat(data.gold()).containsExactly(0, 3.8 / 5, 1);
    }

    @ParameterizedTest
    @CsvSource({"5.01", "-0.5"})
    void scoreOutsideOfTheScaleIsAnError(String score) {
        assertFails("STSbTR", "test.csv", "sentence1,sentence2,score\na,b,1\nc,d," + score + "\n",
                ", row 2, column \"score\": " + score + " is not between 0 and 5.");
    }

    @Test
    void rowOfListsIsManyPairs() throws IOException {
        LabeledPairs data = (LabeledPairs) read("MnliTr", "test_mismatched",
                "test_mismatched.jsonl", "{\"sent1\": [\"a\", \"c\"], \"sent2\": [\"b\", \"d\"], \"labels\": [1, 0]}");

        assertThat(data.first()).containsExactly("a", "c");
        assertThat(data.second()).containsExactly("b", "d");
        assertThat(data.labels()).containsExactly(true, false);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "[\"a\"] | [\"b\"] | [1, 0] | column \"labels\": the list has 2 elements, and that of \"sent1\" has 1.",
            "[\"a\"] | [\"b\", \"c\"] | [1] | column \"sent2\": the list has 2 elements, and that of \"sent1\" has 1.",
            "[\"a\"] | [\"b\"] | [2] | column \"labels\": \"2\" is not 0 (no match) or 1 (match)."
    })
    void listsOfPairsMustFit(String first, String second, String labels, String message) {
        assertFails("SnliTr", "test.jsonl", "{\"sent1\": " + first + ", \"sent2\": " + second + ", \"labels\": " + labels + "}",
                ", row 1, " + message);
    }

    @Test
    void entailmentIsAMatchAndContradictionIsNot() throws IOException {
        LabeledPairs data = (LabeledPairs) read("XNLI", "validation",
                "tr/validation.tsv", "premise\thypothesis\tlabel\na\tb\t0\nc\td\t1\ne\tf\t2\n");

        assertThat(data.first()).containsExactly("a", "e");
        assertThat(data.labels()).containsExactly(true, false);
        assertFails("XNLI", "tr/test.tsv", "premise\thypothesis\tlabel\na\tb\t3\n",
                ", row 1, column \"label\": \"3\" is not 0 (entailment)");
    }

    @Test
    void translationsKeepTheirDirection() throws IOException {
        ParallelTexts data =
                (ParallelTexts) read("WMT16BitextMining", "test", "test.jsonl", "{\"sentence1\": \"one\", \"sentence2\": \"bir\"}");

        assertThat(data.first()).containsExactly("one");
        assertThat(data.second()).containsExactly("bir");
    }

    @Test
    void labelsOfBothSplitsAreNumberedTogether() throws IOException {
        LabeledTexts data = (LabeledTexts) read("TurkishNewsCategoryClassification", "test",
                "train.csv", "text,label\na,spor\nb,çevre\n", "test.csv", "text,label\nc,Zaman\nd,spor\n");

        assertThat(data.train()).containsExactly("a", "b");
        assertThat(data.trainLabels()).containsExactly(1, 2); // Zaman, spor, çevre
        assertThat(data.test()).containsExactly("c", "d");
        assertThat(data.testLabels()).containsExactly(0, 1);
    }

    @Test
    void numbersKeepTheirOrder() throws IOException {
        LabeledTexts data = (LabeledTexts) read("TurkishNewsCategoryClassification", "test",
                "train.csv", "text,label\na,10\nb,2\n", "test.csv", "text,label\nc,-1\n");

        assertThat(data.trainLabels()).containsExactly(2, 1);
        assertThat(data.testLabels()).containsExactly(0);
    }

    @Test
    void classificationNeedsTwoLabels() {
        assertFails("TurkishIronyClassification", "test.csv", "text,label\na,1\nb,1\nc,1\nd,1\ne,1\n", ": all rows have the label 1");
    }

    @Test
    void labelWithOneRowCannotBeSplit() {
        assertFails("TurkishIronyClassification", "test.csv", "text,label\na,0\nb,0\nc,1\n", ": the rows cannot be split by label.",
                "one row");
    }

    @Test
    void eachRowIsASetOfItsOwn() throws IOException {
        ClusterSets data = (ClusterSets) read("TurkishColumnWritingClustering", "test", "test.jsonl",
                "{\"sentences\": [\"a\", \"b\", \"c\"], \"labels\": [\"y\", \"x\", \"y\"]}\n{\"sentences\": [\"d\"], \"labels\": [7]}\n");

        assertThat(data.sets()).hasSize(2);
        assertThat(data.sets().get(0).texts()).containsExactly("a", "b", "c");
        assertThat(data.sets().get(0).labels()).containsExactly(1, 0, 1);
        assertThat(data.sets().get(1).labels()).containsExactly(0);
        assertFails("TurkishColumnWritingClustering", "test.jsonl", "{\"sentences\": [\"a\"], \"labels\": []}",
                ", row 1, column \"labels\": the list has 0 elements, and that of \"sentences\" has 1.");
        assertFails("TurkishColumnWritingClustering", "test.jsonl", "{\"sentences\": [], \"labels\": []}", "the list is empty");
    }

    private RetrievalSet plain(String name) throws IOException {
        return (RetrievalSet) read(name, "test",
                "corpus.jsonl", """
                        {"_id": "d1", "title": "Başlık", "text": " metin "}
                        {"_id": "d2", "title": "", "text": "eski"}
                        {"_id": "d3", "text": "başlıksız"}
                        {"_id": "d2", "title": null, "text": "yeni"}
                        """,
                "queries.jsonl",
                "{\"_id\": \"q2\", \"text\": \"iki\"}\n{\"_id\": \"q1\", \"text\": \"bir\"}\n{\"_id\": \"q3\", \"text\": \"üç\"}\n",
                "qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td3\t0\nq2\tgone\t1.9\nq9\td1\t1\n");
    }

    @Test
    void retrievalKeepsTitlesAndUnknownDocuments() throws IOException {
        RetrievalSet data = plain("TQuadRetrieval");

        assertThat(data.documentIds()).containsExactly("d1", "d2", "d3");
        assertThat(data.documents()).containsExactly("Başlık  metin ", " yeni", " başlıksız");
        assertThat(data.queryIds()).containsExactly("q2", "q1");
        assertThat(data.queries()).containsExactly("iki", "bir");
        assertThat(data.qrels()).isEqualTo(Map.of("q1", Map.of("d1", 2, "d3", 0), "q2", Map.of("gone", 1)));
        assertThat(data.ignoreIdenticalIds()).isFalse();
    }

    @Test
    void identicalIdsAreIgnoredWhereTheTaskSaysSo() throws IOException {
        assertThat(plain("ArguAnaTR").ignoreIdenticalIds()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"x, d, query", "q, x, document"})
    void judgmentsOfOtherDataAreAnError(String query, String document, String unknown) {
        assertThatThrownBy(() -> read("TQuadRetrieval", "test", "corpus.jsonl", "{\"_id\": \"d\", \"text\": \"a\"}",
                "queries.jsonl", "{\"_id\": \"q\", \"text\": \"a\"}", "qrels/test.tsv",
                "query-id\tcorpus-id\tscore\n" + query + "\t" + document + "\t1\n"))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("test.tsv: none of the judgments is about a " + unknown + " of the data set.");
    }

    @Test
    void contextsOfQuestionsAreDocuments() throws IOException {
        RetrievalSet data = (RetrievalSet) read("XQuADRetrieval", "validation", "xquad.tr/validation.jsonl", """
                {"id": "1", "context": "abc", "question": "Ne?", "answers": {"text": ["a"], "answer_start": [0]}}
                {"id": "2", "context": "abc", "question": "Kim?", "answers": {"text": ["b"], "answer_start": [1]}}
                {"id": "3", "context": "", "question": "Ne?", "answers": {"text": ["c"], "answer_start": [2]}}
                {"id": "4", "context": "unused", "question": "Ne?", "answers": {"text": [], "answer_start": []}}
                """);

        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-4
        String empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assertThat(data.documentIds()).containsExactly(abc, empty);
        assertThat(data.documents()).containsExactly("abc", "");
        assertThat(data.queryIds()).containsExactly("3", "2");
        assertThat(data.queries()).containsExactly("Ne?", "Kim?");
        assertThat(data.qrels()).isEqualTo(Map.of("3", Map.of(abc, 1, empty, 1), "2", Map.of(abc, 1)));
    }
}
