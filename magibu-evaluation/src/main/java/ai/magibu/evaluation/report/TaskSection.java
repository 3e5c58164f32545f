package ai.magibu.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import ai.magibu.evaluation.internal.page.Bars;
import ai.magibu.evaluation.internal.page.Block;
import ai.magibu.evaluation.result.TaskResult;

/** The tasks as a table and as bars, with notes on what differs from the card and why. */
final class TaskSection {

    private final List<RunScores> runs;
    private final ModelCard card;
    private final List<TaskResult> tasks;
    private final List<String> notes;
    private final TaskTable table;

    TaskSection(List<RunScores> runs, ModelCard card, List<TaskResult> tasks) {
        this.runs = runs;
        this.card = card;
        this.tasks = tasks;
        this.notes = tasks.stream().flatMap(task -> card.task(task.task()).notes().stream()).distinct().toList();
        this.table = new TaskTable(runs, card, tasks, notes);
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Bullets(explanations()));
        blocks.add(table.table());
        if (!notes.isEmpty()) {
            blocks.add(new Block.Notes(notes.stream().map(id -> card.notes().getOrDefault(id, id)).toList()));
        }
        blocks.add(scores());
        Bars differences = differences();
        if (!differences.groups().isEmpty()) {
            blocks.add(differences);
        }
        return blocks;
    }

    private List<String> explanations() {
        List<String> items = new ArrayList<>();
        items.add("• counts in the card's average of " + card.averageTasks().size() + " tasks. ◦ is on the card but not in its average.");
        items.add("The card scored the split test alone, without prompts.");
        if (runs.size() > 1 || table.comparedWithCard(runs.get(0))) {
            items.add("A difference up to " + TaskTable.TOLERANCE + " (clustering: " + TaskTable.CLUSTERING_TOLERANCE
                    + ") counts as equal and is gray.");
        }
        if (runs.stream().allMatch(run -> run.cardModel() < 0)) {
            items.add("The card's columns belong to other models and only serve as a comparison.");
        }
        if (table.anyCeiling()) {
            items.add("The ceiling is the best possible score where relevant documents are missing from the corpus.");
        }
        if (runs.stream().anyMatch(run -> tasks.stream().anyMatch(task -> Double.isNaN(run.score(task.task()))))) {
            items.add(
                    "– means that the task was not run or that its score is not defined, for example because all similarities are equal.");
        }
        List<String> missing = card.averageTasks().stream()
                .filter(task -> runs.stream().allMatch(run -> Double.isNaN(run.cardScore(task)))).toList();
        if (!missing.isEmpty()) {
            items.add("Missing from the average: " + String.join(", ", missing) + ".");
        }
        return items;
    }

    private Bars scores() {
        int model = Math.max(0, runs.get(0).cardModel());
        List<Bars.Group> groups = new ArrayList<>();
        for (TaskResult task : tasks) {
            List<Bars.Bar> bars = runs.stream()
                    .map(run -> new Bars.Bar(run.score(task.task()), Numbers.points(run.score(task.task())))).toList();
            groups.add(new Bars.Group(task.task(), bars, card.task(task.task()).figure(model)));
        }
        return new Bars("Main scores", runs.stream().map(RunScores::label).toList(), 0, card.models().get(model).label(), 100, groups);
    }

    /** Returns the differences to the first run, or of a single run to the card. */
    private Bars differences() {
        RunScores first = runs.get(0);
        if (runs.size() == 1) {
            return differences("Difference to the model card", runs,
                    task -> List.of(Numbers.difference(first.cardScore(task), card.task(task).figure(first.cardModel()))));
        }
        List<RunScores> others = runs.subList(1, runs.size());
        return differences("Difference to " + first.label(), others,
                task -> others.stream().map(run -> Numbers.difference(run.score(task), first.scoreOfSplitsOf(run, task))).toList());
    }

    private Bars differences(String caption, List<RunScores> series, Function<String, List<Double>> differences) {
        List<Bars.Group> groups = new ArrayList<>();
        for (TaskResult task : tasks) {
            List<Double> values = differences.apply(task.task());
            if (values.stream().anyMatch(Double::isFinite)) {
                groups.add(new Bars.Group(
                        task.task(), values.stream().map(value -> new Bars.Bar(value, Numbers.signed(value))).toList(), Double.NaN));
            }
        }
        return new Bars(caption, series.stream().map(RunScores::label).toList(), runs.indexOf(series.get(0)), "", 1, groups);
    }
}
