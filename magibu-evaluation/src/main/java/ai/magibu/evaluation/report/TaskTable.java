package ai.magibu.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import ai.magibu.evaluation.internal.page.Cell;
import ai.magibu.evaluation.internal.page.Table;
import ai.magibu.evaluation.internal.page.Table.Column;
import ai.magibu.evaluation.internal.page.Table.Row;
import ai.magibu.evaluation.internal.page.Table.Style;
import ai.magibu.evaluation.result.SplitResult;
import ai.magibu.evaluation.result.TaskResult;
import ai.magibu.evaluation.task.TaskType;

/** The main score of each run and task with its differences, next to the figures of the card. */
final class TaskTable {

    /** A difference that counts as equal. */
    static final double TOLERANCE = 0.1;

    static final double CLUSTERING_TOLERANCE = 1.0;

    private final List<RunScores> runs;
    private final ModelCard card;
    private final List<TaskResult> tasks;
    private final List<String> notes;

    /**
     * Creates a table.
     *
     * @param runs the runs side by side
     * @param card the card
     * @param tasks the tasks by type
     * @param notes the ids of the notes in their order
     */
    TaskTable(List<RunScores> runs, ModelCard card, List<TaskResult> tasks, List<String> notes) {
        this.runs = runs;
        this.card = card;
        this.tasks = tasks;
        this.notes = notes;
    }

    /**
     * A row with scores.
     *
     * @param heading the first cell
     * @param score the score of a run
     * @param cardScore the score of a run that can be compared with the card
     * @param firstScore the score of the first run that can be compared with a run
     * @param figure the figure of a model of the card
     * @param tolerance a difference that counts as equal
     * @param last the cells after the figures
     */
    private record Line(Cell heading, ToDoubleFunction<RunScores> score, ToDoubleFunction<RunScores> cardScore,
            ToDoubleFunction<RunScores> firstScore, IntToDoubleFunction figure, double tolerance, List<String> last) {}

    Table table() {
        List<Row> rows = new ArrayList<>();
        TaskType type = null;
        for (TaskResult task : tasks) {
            if (task.type() != type) {
                type = task.type();
                rows.add(Row.group(title(type)));
            }
            rows.add(Row.of(cells(line(task))));
        }
        rows.add(new Row(Style.TOTAL, cells(average())));
        return new Table("Main scores by task", columns(), rows);
    }

    boolean anyCeiling() {
        return tasks.stream().anyMatch(task -> !ceiling(task.task()).isEmpty());
    }

    /** The first run of a model is compared with the card, the others with that run. */
    boolean comparedWithCard(RunScores run) {
        return run.cardModel() >= 0 && runs.stream().filter(other -> other.cardModel() == run.cardModel()).findFirst().orElseThrow() == run;
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>(List.of(Column.text("Task")));
        for (RunScores run : runs) {
            columns.add(Column.number(run.label()));
            if (comparedWithCard(run)) {
                columns.add(new Column("Difference", "to the card", true));
            }
            if (run != runs.get(0)) {
                columns.add(new Column("Difference", "to the first run", true));
            }
        }
        card.models().forEach(model -> columns.add(Column.number(model.label())));
        if (anyCeiling()) {
            columns.add(Column.number("Ceiling"));
        }
        columns.add(Column.text("Main score"));
        columns.add(Column.text("Split"));
        return columns;
    }

    private List<Cell> cells(Line line) {
        List<Cell> cells = new ArrayList<>(List.of(line.heading()));
        for (RunScores run : runs) {
            double score = line.score().applyAsDouble(run);
            cells.add(Cell.of(Numbers.points(score)));
            if (comparedWithCard(run)) {
                cells.add(Numbers.differenceCell(
                        line.cardScore().applyAsDouble(run), line.figure().applyAsDouble(run.cardModel()), line.tolerance()));
            }
            if (run != runs.get(0)) {
                cells.add(Numbers.differenceCell(score, line.firstScore().applyAsDouble(run), line.tolerance()));
            }
        }
        for (int model = 0; model < card.models().size(); model++) {
            cells.add(Cell.muted(Numbers.points(line.figure().applyAsDouble(model))));
        }
        line.last().stream().skip(anyCeiling() ? 0 : 1).map(Cell::muted).forEach(cells::add);
        return cells;
    }

    private Line line(TaskResult task) {
        String name = task.task();
        ModelCard.CardTask entry = card.task(name);
        String mark = entry.average() ? "•\u00a0" : entry.onCard() ? "◦\u00a0" : "";
        List<Integer> numbers = entry.notes().stream().map(id -> notes.indexOf(id) + 1).toList();
        String splits = runs.stream().flatMap(run -> run.splits(name).stream()).map(SplitResult::split).distinct()
                .collect(Collectors.joining(", "));
        return new Line(new Cell(mark + name, Cell.Tone.PLAIN, numbers), run -> run.score(name), run -> run.cardScore(name),
                run -> runs.get(0).scoreOfSplitsOf(run, name), entry::figure, tolerance(task.type()),
                List.of(ceiling(name), task.mainScore(), splits));
    }

    /** Adds up the tasks of the card's average that every run has, so that the row compares equals. */
    private Line average() {
        List<String> common = card.averageTasks().stream()
                .filter(task -> runs.stream().noneMatch(run -> Double.isNaN(run.cardScore(task)))).toList();
        return new Line(Cell.of(runs.size() == 1 ? "Average" : "Average of common tasks"), run -> run.mean(common),
                run -> run.mean(common), run -> runs.get(0).mean(common), model -> card.mean(model, common), TOLERANCE,
                List.of("", common.size() + " of " + card.averageTasks().size(), ""));
    }

    private static double tolerance(TaskType type) {
        return type == TaskType.CLUSTERING ? CLUSTERING_TOLERANCE : TOLERANCE;
    }

    private String ceiling(String task) {
        double lowest = runs.stream().mapToDouble(run -> run.ceiling(task)).filter(value -> value < 100).min().orElse(Double.NaN);
        return Double.isNaN(lowest) ? "" : Numbers.points(lowest);
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
