package ai.magibu.evaluation.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ai.magibu.evaluation.result.EvaluationRun;
import ai.magibu.evaluation.result.SplitResult;
import ai.magibu.evaluation.result.TaskResult;
import org.jspecify.annotations.Nullable;

/** The main scores of a run, from 0 to 100. A score is that of the split test if there is one, because the card shows no other. */
final class RunScores {

    private static final String CARD_SPLIT = "test";

    private final EvaluationRun run;
    private final String label;
    private final int cardModel;
    private final Map<String, TaskResult> results = new HashMap<>();

    RunScores(EvaluationRun run, String label, ModelCard card) {
        this.run = run;
        this.label = label;
        this.cardModel = card.model(run.encoder().model());
        run.results().forEach(result -> results.put(result.task(), result));
    }

    EvaluationRun run() {
        return run;
    }

    String label() {
        return label;
    }

    /** Returns the index of the model on the card, -1 if the card has no figures of it. */
    int cardModel() {
        return cardModel;
    }

    @Nullable
    TaskResult result(String task) {
        return results.get(task);
    }

    List<SplitResult> splits(String task) {
        TaskResult result = results.get(task);
        if (result == null) {
            return List.of();
        }
        List<SplitResult> test = result.splits().stream().filter(split -> split.split().equals(CARD_SPLIT)).toList();
        return test.isEmpty() ? result.splits() : test;
    }

    /** Returns the main score; NaN if the task did not run or the score is not defined. */
    double score(String task) {
        TaskResult result = results.get(task);
        return result == null
                ? Double.NaN
                : 100 * splits(task).stream().mapToDouble(split -> split.scores().get(result.mainScore())).average().orElse(Double.NaN);
    }

    /** Returns the score that can be compared with the card; NaN if the split is not the card's. */
    double cardScore(String task) {
        return splits(task).stream().allMatch(split -> split.split().equals(CARD_SPLIT)) ? score(task) : Double.NaN;
    }

    /** Returns the score if it is of the same splits as another run's; otherwise NaN. */
    double scoreOfSplitsOf(RunScores other, String task) {
        List<String> splits = splits(task).stream().map(SplitResult::split).toList();
        return splits.equals(other.splits(task).stream().map(SplitResult::split).toList()) ? score(task) : Double.NaN;
    }

    /** Returns the lowest ceiling of the splits, from 0 to 100; NaN if the task has none. */
    double ceiling(String task) {
        return splits(task).stream()
                .map(SplitResult::ceiling)
                .mapToDouble(ceiling -> ceiling == null ? Double.NaN : 100 * ceiling)
                .filter(ceiling -> !Double.isNaN(ceiling))
                .min()
                .orElse(Double.NaN);
    }

    double mean(List<String> tasks) {
        return tasks.stream().mapToDouble(this::cardScore).average().orElse(Double.NaN);
    }

    /** Returns the tasks of the card's average that have a score. */
    List<String> averageTasks(ModelCard card) {
        return card.averageTasks().stream().filter(task -> !Double.isNaN(cardScore(task))).toList();
    }
}
