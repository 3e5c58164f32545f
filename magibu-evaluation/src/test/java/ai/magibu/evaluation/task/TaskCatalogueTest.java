package ai.magibu.evaluation.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.hub.RepositoryId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskCatalogueTest {

    private static final TaskCatalogue TASKS = TaskCatalogue.trMteb();

    static Stream<Task> tasks() {
        return TASKS.tasks().stream();
    }

    @Test
    void thereAre26TasksOfSixTypes() {
        Map<TaskType, Long> counts = tasks().collect(Collectors.groupingBy(Task::type, Collectors.counting()));

        assertThat(tasks().map(Task::name).distinct()).hasSize(26);
        assertThat(counts).containsOnly(
                entry(TaskType.STS, 1L), entry(TaskType.PAIR_CLASSIFICATION, 3L), entry(TaskType.BITEXT_MINING, 1L),
                entry(TaskType.CLASSIFICATION, 8L), entry(TaskType.CLUSTERING, 2L), entry(TaskType.RETRIEVAL, 11L));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void everyTaskIsComplete(Task task) {
        assertThat(RepositoryId.dataset(task.dataset())).hasToString(task.dataset());
        assertThat(RepositoryId.requireRevision(task.revision())).isEqualTo(task.revision());
        assertThat(task.splits()).isNotEmpty();
        assertThat(task.languages()).containsExactly("tur-Latn");
        assertThat(task.columns().values()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
            "STS, cosine_spearman", "PAIR_CLASSIFICATION, max_ap", "BITEXT_MINING, f1", "CLASSIFICATION, accuracy", "CLUSTERING, v_measure",
            "RETRIEVAL, ndcg_at_10"
    })
    void typeDecidesAboutTheMainScore(TaskType type, String score) {
        assertThat(TASKS.tasks(Set.of(type))).isNotEmpty().extracting(Task::mainScore).containsOnly(score);
    }

    @Test
    void fourDataSetsArePinned() {
        assertThat(tasks().filter(task -> RepositoryId.isCommit(task.revision())).map(Task::name)).containsExactlyInAnyOrder(
                "XNLI", "TurkishMovieSentimentClassification", "TurkishProductSentimentClassification", "XQuADRetrieval");
    }

    @Test
    void sevenRetrievalsAreSampled() {
        assertThat(names(Sampling.JUDGMENTS)).containsExactlyInAnyOrder(
                "MSMarcoTRRetrieval", "NFCorpusTR", "CQADupstackGamingRetrievalTR", "FiQA2018TR", "QuoraRetrievalTR", "SCIDOCSTR",
                "SciFactTR");
    }

    @Test
    void threeClassificationsAreResplitAndTwoTasksAreStratified() {
        assertThat(names(Sampling.RESPLIT)).containsExactlyInAnyOrder(
                "THYSentimentClassification", "Turkish75NewsClassification", "TurkishIronyClassification");
        assertThat(names(Sampling.STRATIFIED)).containsExactlyInAnyOrder("XNLI", "TurkishMovieSentimentClassification");
    }

    @Test
    void threeRetrievalsIgnoreIdenticalIds() {
        assertThat(tasks().filter(Task::ignoreIdenticalIds).map(Task::name)).containsExactlyInAnyOrder(
                "ArguAnaTR", "FiQA2018TR", "QuoraRetrievalTR");
    }

    @Test
    void subsetInResultsIsNotTheConfigurationOfXquad() {
        Task task = TASKS.task("XQuADRetrieval");

        assertThat(task.config()).isEqualTo("xquad.tr");
        assertThat(task.subset()).isEqualTo("tr");
        assertThat(task.splits()).containsExactly("validation");
    }

    private static List<String> names(Sampling sampling) {
        return tasks().filter(task -> task.sampling() == sampling).map(Task::name).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STSbTR", "stsbtr"})
    void taskIsFoundByNameInAnyCase(String name) {
        assertThat(TASKS.task(name).dataset()).isEqualTo("trmteb/stsb-tr");
    }

    @Test
    void unknownNameListsTheNames() {
        assertThatThrownBy(() -> TASKS.task("STS22")).isInstanceOf(EvaluationException.class)
                .hasMessageStartingWith("There is no task \"STS22\". The tasks are STSbTR, SnliTr,")
                .hasMessageEndingWith(", XQuADRetrieval.");
    }

    @Test
    void tasksKeepTheirOrderWithinTypes() {
        assertThat(TASKS.tasks(EnumSet.of(TaskType.BITEXT_MINING, TaskType.STS))).extracting(Task::name)
                .containsExactly("STSbTR", "WMT16BitextMining");
    }

    @Test
    void unknownPartIsAnError() {
        assertThatIllegalArgumentException().isThrownBy(() -> TASKS.task("STSbTR").column("title"))
                .withMessageContainingAll("STSbTR", "\"title\"", "score");
    }
}
