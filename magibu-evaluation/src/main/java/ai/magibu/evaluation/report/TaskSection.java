package ai.magibu.evaluation.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import ai.magibu.evaluation.internal.page.Bars;
import ai.magibu.evaluation.internal.page.Block;
import ai.magibu.evaluation.internal.page.Cell;
import ai.magibu.evaluation.internal.page.Table;
import ai.magibu.evaluation.internal.page.Table.Column;
import ai.magibu.evaluation.internal.page.Table.Row;
import ai.magibu.evaluation.internal.page.Table.Style;
import ai.magibu.evaluation.result.SplitResult;
import ai.magibu.evaluation.result.TaskResult;
import ai.magibu.evaluation.task.TaskType;

/** The main score of each task next to the card, with notes on what differs and why. */
final class TaskSection {

    /** A difference that counts as equal. */
    static final double TOLERANCE = 0.1;

    private static final double CLUSTERING_TOLERANCE = 1.0;

    private final List<RunScores> runs;
    private final ModelCard card;
    private final List<TaskResult> tasks;
    private final boolean anyCeiling;
    private final List<String> notes;

    TaskSection(List<RunScores> runs, ModelCard card, List<TaskResult> tasks) {
        this.runs = runs;
        this.card = card;
        this.tasks = tasks;
        this.anyCeiling = tasks.stream().anyMatch(task -> !ceiling(task.task()).isEmpty());
        Set<String> ids = new LinkedHashSet<>();
        tasks.forEach(task -> ids.addAll(card.task(task.task()).notes()));
        this.notes = List.copyOf(ids);
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Bullets(explanations()));
        blocks.add(table());
        if (!notes.isEmpty()) {
            blocks.add(new Block.Notes(notes.stream().map(id -> card.notes().getOrDefault(id, id)).toList()));
        }
        blocks.add(scores());
        differences(blocks);
        return blocks;
    }

    private List<String> explanations() {
        List<String> items = new ArrayList<>();
        items.add("• counts in the card's average of " + card.averageTasks().size() + " tasks. ◦ is on the card but not in its average.");
        items.add("The card scored the split test alone, without prompts.");
        if (runs.size() > 1 || comparedWithCard(runs.get(0))) {
            items.add("A difference up to " + TOLERANCE + " (clustering: " + CLUSTERING_TOLERANCE + ") counts as equal and is gray.");
        }
        if (runs.stream().allMatch(run -> run.cardModel() < 0)) {
            items.add("The card's columns belong to other models and only serve as a comparison.");
        }
        if (anyCeiling) {
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

    private Table table() {
        List<Column> columns = new ArrayList<>(List.of(Column.text("Task")));
        for (RunScores run : runs) {
            columns.add(Column.number(run.label()));
            if (comparedWithCard(run)) {
                columns.add(new Column("Difference", "to " + lower(card.models().get(run.cardModel()).label()), true));
            }
            if (run != runs.get(0)) {
                columns.add(new Column("Difference", "to the first run", true));
            }
        }
        card.models().forEach(model -> columns.add(Column.number(model.label())));
        if (anyCeiling) {
            columns.add(Column.number("Ceiling"));
        }
        columns.add(Column.text("Main score"));
        columns.add(Column.text("Split"));
        List<Row> rows = new ArrayList<>();
        TaskType type = null;
        for (TaskResult task : tasks) {
            if (task.type() != type) {
                type = task.type();
                rows.add(Row.group(title(type)));
            }
            rows.add(row(task));
        }
        rows.add(average());
        return new Table("Main scores by task", columns, rows);
    }

    /** The first run of a model is compared with the card, the others with that run. */
    private boolean comparedWithCard(RunScores run) {
        return run.cardModel() >= 0 && runs.stream().filter(other -> other.cardModel() == run.cardModel()).findFirst().orElseThrow() == run;
    }

    private static String lower(String label) {
        return Character.toLowerCase(label.charAt(0)) + label.substring(1);
    }

    private Row row(TaskResult task) {
        String name = task.task();
        ModelCard.CardTask entry = card.task(name);
        String mark = entry.average() ? "•\u00a0" : entry.onCard() ? "◦\u00a0" : "";
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell(mark + name, Cell.Tone.PLAIN, entry.notes().stream().map(id -> notes.indexOf(id) + 1).toList()));
        for (RunScores run : runs) {
            cells.add(Cell.of(Numbers.points(run.score(name))));
            if (comparedWithCard(run)) {
                cells.add(Numbers.differenceCell(run.cardScore(name), entry.figure(run.cardModel()), tolerance(task)));
            }
            if (run != runs.get(0)) {
                cells.add(Numbers.differenceCell(run.score(name), runs.get(0).score(name), tolerance(task)));
            }
        }
        for (int model = 0; model < card.models().size(); model++) {
            cells.add(Cell.muted(Numbers.points(entry.figure(model))));
        }
        if (anyCeiling) {
            cells.add(Cell.muted(ceiling(name)));
        }
        cells.add(Cell.muted(task.mainScore()));
        cells.add(Cell.muted(splits(name)));
        return Row.of(cells);
    }

    /** Adds up the tasks of the card's average that every run has, so that the row compares equals. */
    private Row average() {
        List<String> common = card.averageTasks().stream()
                .filter(task -> runs.stream().noneMatch(run -> Double.isNaN(run.cardScore(task)))).toList();
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.of(runs.size() == 1 ? "Average" : "Average of common tasks"));
        for (RunScores run : runs) {
            cells.add(Cell.of(Numbers.points(run.mean(common))));
            if (comparedWithCard(run)) {
                cells.add(Numbers.differenceCell(run.mean(common), card.mean(run.cardModel(), common), TOLERANCE));
            }
            if (run != runs.get(0)) {
                cells.add(Numbers.differenceCell(run.mean(common), runs.get(0).mean(common), TOLERANCE));
            }
        }
        for (int model = 0; model < card.models().size(); model++) {
            cells.add(Cell.muted(Numbers.points(card.mean(model, common))));
        }
        if (anyCeiling) {
            cells.add(Cell.EMPTY);
        }
        cells.add(Cell.muted(common.size() + " of " + card.averageTasks().size()));
        cells.add(Cell.EMPTY);
        return new Row(Style.TOTAL, cells);
    }

    private static double tolerance(TaskResult task) {
        return task.type() == TaskType.CLUSTERING ? CLUSTERING_TOLERANCE : TOLERANCE;
    }

    private String splits(String task) {
        return runs.stream().flatMap(run -> run.splits(task).stream()).map(SplitResult::split).distinct()
                .collect(Collectors.joining(", "));
    }

    private String ceiling(String task) {
        double lowest = runs.stream().mapToDouble(run -> run.ceiling(task)).filter(value -> value < 100).min().orElse(Double.NaN);
        return Double.isNaN(lowest) ? "" : Numbers.points(lowest);
    }

    private Bars scores() {
        int model = Math.max(0, runs.get(0).cardModel());
        List<Bars.Group> groups = new ArrayList<>();
        for (TaskResult task : tasks) {
            List<Bars.Bar> bars = runs.stream()
                    .map(run -> new Bars.Bar(run.score(task.task()), Numbers.points(run.score(task.task())))).toList();
            groups.add(new Bars.Group(task.task(), bars, card.task(task.task()).figure(model)));
        }
        return new Bars(
                "Main scores", runs.stream().map(RunScores::label).toList(), 0, card.models().get(model).label(), 100, groups);
    }

    /** Shows differences to the first run, or of a single run to the card. */
    private void differences(List<Block> blocks) {
        RunScores first = runs.get(0);
        if (runs.size() > 1) {
            List<RunScores> others = runs.subList(1, runs.size());
            blocks.add(differences("Difference to " + first.label(), others.stream().map(RunScores::label).toList(),
                    task -> others.stream().map(run -> Numbers.difference(run.score(task), first.score(task))).toList()));
        } else if (first.cardModel() >= 0) {
            blocks.add(differences("Difference to the model card", List.of(first.label()),
                    task -> List.of(Numbers.difference(first.cardScore(task), card.task(task).figure(first.cardModel())))));
        }
    }

    private Bars differences(String caption, List<String> series, Function<String, List<Double>> differences) {
        List<Bars.Group> groups = new ArrayList<>();
        for (TaskResult task : tasks) {
            List<Double> values = differences.apply(task.task());
            if (values.stream().anyMatch(Double::isFinite)) {
                groups.add(new Bars.Group(
                        task.task(), values.stream().map(value -> new Bars.Bar(value, Numbers.signed(value))).toList(), Double.NaN));
            }
        }
        return new Bars(caption, series, runs.size() > 1 ? 1 : 0, "", 1, groups);
    }

    private static String title(TaskType type) {
        return switch (type) {
            case STS -> "Semantic textual similarity";
            case PAIR_CLASSIFICATION -> "Pair classification";
            case RETRIEVAL -> "Retrieval";
            case CLASSIFICATION -> "Classification";
            case CLUSTERING -> "Clustering";
            case BITEXT_MINING -> "Bitext mining";
        };
    }
}
