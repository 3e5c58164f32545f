package ai.magibu.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures were copied by hand, so their means must be the averages that the card and TR-MTEB's result files state. */
class ModelCardTest {

    private final ModelCard card = ModelCard.load();

    @Test
    void theMeanOfFifteenTasksIsTheAverageOfTheCard() {
        List<String> tasks = card.averageTasks();

        assertThat(tasks).hasSize(15);
        assertThat(Numbers.points(card.mean(0, tasks))).isEqualTo("69.5");
        assertThat(Numbers.points(card.mean(1, tasks))).isEqualTo("67.0");
    }

    @ParameterizedTest
    @CsvSource({"multilingual-e5-large-instruct, 72.77", "multilingual-e5-large, 72.28", "gte-multilingual-base, 69.76",
            "multilingual-e5-base, 69.51", "turkish embedding model fine tuned, 70.47", "paraphrase-multilingual-mpnet-base-v2, 69.82"})
    void anAverageOfTheLeaderboardIsTheMeanOfThePublishedFiles(String model, double mean) {
        double average = card.leaderboard().stream().filter(row -> row.model().endsWith("/" + model)).findAny().orElseThrow().average();

        assertThat(average).isCloseTo(mean, within(0.0501));
    }

    @Test
    void theLeaderboardHasTheTrueNameOfEachColumn() {
        assertThat(card.columns()).extracting(column -> column.heading() + " = " + column.task()).containsExactly("STS = STSbTR",
                "NLI = SnliTr", "Retrieval = XNLI", "Classification = SquadTRRetrieval", "Clustering = CQADupstackGamingRetrievalTR",
                "Bitext = MSMarcoTRRetrieval", "Other = TQuadRetrieval");
    }

    @Test
    void theLeaderboardsRowOfTheModelHasTheFiguresOfItsTasks() {
        ModelCard.Row row = card.leaderboard().get(8);

        assertThat(row.model()).isEqualTo("alibayram/embeddingmagibu-200m");
        for (int i = 0; i < card.columns().size(); i++) {
            assertThat(row.figures().get(i)).isEqualTo(Double.valueOf(card.task(card.columns().get(i).task()).figure(0)));
        }
    }

    @Test
    void everyTaskHasItsNotes() {
        assertThat(card.tasks()).hasSize(26);
        assertThat(card.notes().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        card.tasks().values().stream().flatMap(task -> task.notes().stream()).distinct().toList());
    }

    @ParameterizedTest
    @CsvSource({"alibayram/embeddingmagibu-200m, 0", "/models/EmbeddingMagibu-152m, 1", "sentence-transformers/all-MiniLM-L6-v2, -1"})
    void aModelIsRecognizedByItsName(String name, int model) {
        assertThat(card.model(name)).isEqualTo(model);
    }
}
