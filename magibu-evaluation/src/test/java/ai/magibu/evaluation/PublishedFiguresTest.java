package ai.magibu.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.data.DataFolder;
import ai.magibu.evaluation.result.SplitResult;
import ai.magibu.evaluation.result.TaskResult;
import ai.magibu.evaluation.task.Layout;
import ai.magibu.evaluation.task.Sampling;
import ai.magibu.evaluation.task.Task;
import ai.magibu.evaluation.task.TaskCatalogue;
import ai.magibu.evaluation.task.TaskType;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From stored vectors and data to the figures that were published for all-MiniLM-L6-v2. */
class PublishedFiguresTest {

    private static final double TOLERANCE = 2e-6;
    /** Documents of TQuad are duplicates, whose ties mteb 1.31.3 orders by the state of its heap. */
    private static final Set<String> TIED =
            Set.of("mrr_at_1", "mrr_at_3", "mrr_at_5", "mrr_at_10", "mrr_at_20", "mrr_at_100", "mrr_at_1000");

    @TempDir
    private Path output;

    @Test
    void xquadRetrieval() {
        Scores scores = scores("XQuADRetrieval").scores();
        assertEqual(scores, Published.figures().at("/XQuADRetrieval/scores"), Set.of());
        assertEqual(scores, Published.figures().at("/XQuADRetrieval/published"), Set.of("main_score"));
        assertThat(scores.get("ndcg_at_10")).isEqualTo(0.40025);
    }

    @Test
    void tquadRetrieval() {
        Scores scores = scores("TQuadRetrieval").scores();
        assertEqual(scores, Published.figures().at("/tquad/scores"), TIED);
        assertThat(scores.get("ndcg_at_10")).isEqualTo(0.3635);
    }

    @Test
    void turkishIronyWithItsTenExperiments() {
        SplitResult result = scores("TurkishIronyClassification");
        JsonNode published = Published.figures().at("/TurkishIronyClassification/published");
        assertEqual(result.scores(), published, Set.of("main_score", "scores_per_experiment"));
        JsonNode experiments = published.get("scores_per_experiment");
        assertThat(result.parts()).hasSize(10).hasSameSizeAs(experiments);
        for (int i = 0; i < experiments.size(); i++) {
            assertEqual(result.parts().get(i), experiments.get(i), Set.of());
        }
    }

    @Test
    void stsbOnOurCopyOfItsTexts() {
        assertEqual(scores("STSbTR").scores(), Published.figures().at("/STSbTR/scores"), Set.of());
    }

    @ParameterizedTest
    @CsvSource({"MTEB2, 0.644998", "TRMTEB, 0.653599"})
    void xquadArticlesByTheClusteringOfTwoVersionsOfScikitLearn(Protocol protocol, double expected) {
        Task articles = new Task("XQuADArticles", TaskType.CLUSTERING, "xquad/xquad-articles-clustering", "main", "default", "default",
                List.of("tur-Latn"), List.of("test"), "v_measure", Layout.LISTS, Sampling.ALL, false,
                Map.of("text", "sentences", "label", "labels"));
        TaskResult result = evaluation(articles).protocol(protocol).run().results().get(0);
        assertThat(result.score()).isCloseTo(expected, within(TOLERANCE));
    }

    private SplitResult scores(String task) {
        return evaluation(TaskCatalogue.trMteb().task(task)).run().results().get(0).splits().get(0);
    }

    private Evaluation evaluation(Task task) {
        return Evaluation.of(new Published(), new DataFolder(Published.FOLDER), output).tasks(List.of(task));
    }

    private static void assertEqual(Scores scores, JsonNode expected, Set<String> except) {
        assertThat(expected.size()).isPositive();
        expected.properties().forEach(score -> {
            if (!except.contains(score.getKey())) {
                assertThat(scores.get(score.getKey())).as(score.getKey()).isCloseTo(score.getValue().asDouble(), within(TOLERANCE));
            }
        });
    }
}
