package ai.magibu.evaluation.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

import ai.magibu.evaluation.internal.page.Bars;
import ai.magibu.evaluation.internal.page.Block;
import ai.magibu.evaluation.internal.page.Cell;
import ai.magibu.evaluation.internal.page.Table;
import ai.magibu.evaluation.internal.page.Table.Column;
import ai.magibu.evaluation.internal.page.Table.Row;
import ai.magibu.evaluation.internal.page.Table.Style;
import ai.magibu.evaluation.result.Cost;
import ai.magibu.evaluation.result.TaskResult;

/** The time and the amount of work of each task. */
final class CostSection {

    private final List<RunScores> runs;
    private final List<TaskResult> tasks;

    CostSection(List<RunScores> runs, List<TaskResult> tasks) {
        this.runs = runs;
        this.tasks = tasks;
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Text("Time is without loading the model. Texts are distinct. Vectors of earlier runs are reused, so only the "
                + "encoded texts went through the model, and tokens and speed belong to them. – means that the model does not tell, or that "
                + "no text was encoded. Truncated texts did not fit into the model."));
        runs.stream().map(this::table)
                .map(table -> runs.size() == 1 ? table : new Block.Fold(table.caption(), List.of(table)))
                .forEach(blocks::add);
        List<Bars.Group> groups = tasks.stream().map(task -> new Bars.Group(task.task(), bars(task.task()), Double.NaN))
                .filter(group -> group.bars().stream().anyMatch(bar -> Double.isFinite(bar.value()))).toList();
        if (!groups.isEmpty()) {
            blocks.add(new Bars("Tokens per second", runs.stream().map(RunScores::label).toList(), 0, "", 0, groups));
        }
        return blocks;
    }

    private List<Bars.Bar> bars(String task) {
        return runs.stream().map(run -> run.result(task))
                .map(result -> result == null ? Double.NaN : result.cost().tokensPerSecond())
                .map(speed -> new Bars.Bar(speed, Numbers.speed(speed)))
                .toList();
    }

    private Table table(RunScores run) {
        List<Row> rows = new ArrayList<>();
        List<Cost> costs = new ArrayList<>();
        for (TaskResult task : tasks) {
            TaskResult result = run.result(task.task());
            if (result != null) {
                costs.add(result.cost());
                rows.add(Row.of(cells(task.task(), result.cost())));
            }
        }
        rows.add(new Row(Style.TOTAL, cells("All tasks", new Cost(
                costs.stream().map(Cost::total).reduce(Duration.ZERO, Duration::plus),
                costs.stream().map(Cost::encoding).reduce(Duration.ZERO, Duration::plus),
                costs.stream().mapToInt(Cost::texts).sum(),
                costs.stream().mapToInt(Cost::encodedTexts).sum(),
                sum(costs, Cost::tokens),
                sum(costs, Cost::truncated)))));
        return new Table("Time and work: " + run.label(), List.of(
                Column.text("Task"), Column.number("Time"), Column.number("In the model"), Column.number("Texts"),
                Column.number("Encoded texts"), Column.number("Tokens"), Column.number("Tokens per second"),
                Column.number("Truncated texts")), rows);
    }

    private static long sum(List<Cost> costs, ToLongFunction<Cost> count) {
        return costs.stream().mapToLong(count).anyMatch(value -> value < 0) ? -1 : costs.stream().mapToLong(count).sum();
    }

    private static List<Cell> cells(String name, Cost cost) {
        return List.of(
                Cell.of(name), Cell.of(Numbers.seconds(cost.total())), Cell.of(Numbers.seconds(cost.encoding())),
                Cell.of(Numbers.count(cost.texts())), Cell.of(Numbers.count(cost.encodedTexts())), Cell.of(Numbers.count(cost.tokens())),
                Cell.of(Numbers.speed(cost.tokensPerSecond())), Cell.of(Numbers.count(cost.truncated())));
    }
}
