package ai.magibu.evaluation.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import ai.magibu.evaluation.internal.page.Page;
import ai.magibu.evaluation.internal.page.Page.Section;
import ai.magibu.evaluation.result.EvaluationRun;
import ai.magibu.evaluation.result.TaskResult;

/** The page of TR-MTEB: the runs side by side and next to the model card. */
final class BenchmarkReport {

    private final List<RunScores> runs = new ArrayList<>();
    private final ModelCard card;

    BenchmarkReport(List<EvaluationRun> runs, ModelCard card) {
        this.card = card;
        List<String> labels = Labels.of(
                runs.stream().map(EvaluationRun::encoder).toList(), runs.stream().map(run -> run.protocol().id()).toList());
        for (int i = 0; i < runs.size(); i++) {
            this.runs.add(new RunScores(runs.get(i), labels.get(i), card));
        }
    }

    Page page() {
        List<String> names = runs.stream().map(run -> Labels.shortName(run.run().encoder().model())).distinct().toList();
        List<TaskResult> tasks = tasks();
        return new Page(
                "TR-MTEB: " + String.join(", ", names),
                "How well the vectors solve " + tasks.size() + " Turkish tasks of TR-MTEB, next to the figures of the model card. "
                        + "All scores are × 100; higher is better.",
                List.of(
                        new Section("Summary", new SummarySection(runs, card).blocks()),
                        new Section("Tasks", new TaskSection(runs, card, tasks).blocks()),
                        new Section("Time and work", new CostSection(runs, tasks).blocks()),
                        new Section("Leaderboard of the card", new LeaderboardSection(runs, card).blocks()),
                        new Section("All scores", new AllScoresSection(runs, tasks).blocks())));
    }

    /** Returns one result of each task, by type and in the order of the runs. */
    private List<TaskResult> tasks() {
        Stream<String> names = runs.stream().flatMap(run -> run.run().results().stream()).map(TaskResult::task).distinct();
        return names.map(this::first).sorted(Comparator.comparing(TaskResult::type)).toList();
    }

    private TaskResult first(String task) {
        return runs.stream().map(run -> run.result(task)).filter(Objects::nonNull).findFirst().orElseThrow();
    }
}
