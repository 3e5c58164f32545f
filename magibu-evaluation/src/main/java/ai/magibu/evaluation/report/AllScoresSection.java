package ai.magibu.evaluation.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.internal.page.Block;
import ai.magibu.evaluation.internal.page.Cell;
import ai.magibu.evaluation.internal.page.Table;
import ai.magibu.evaluation.internal.page.Table.Column;
import ai.magibu.evaluation.internal.page.Table.Row;
import ai.magibu.evaluation.result.SplitResult;
import ai.magibu.evaluation.result.TaskResult;
import ai.magibu.evaluation.task.TaskType;

/** Every score of every split, folded. */
final class AllScoresSection {

    private final List<RunScores> runs;
    private final List<TaskResult> tasks;

    AllScoresSection(List<RunScores> runs, List<TaskResult> tasks) {
        this.runs = runs;
        this.tasks = tasks;
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Text("The scores of the result files, from 0 to 1; correlations from −1 to 1."));
        for (TaskResult task : tasks) {
            blocks.add(new Block.Fold(
                    task.task() + ", data set " + task.dataset() + " at " + task.revision(), tables(task)));
        }
        return blocks;
    }

    private List<Block> tables(TaskResult task) {
        List<Column> columns = new ArrayList<>();
        List<SplitResult> splits = new ArrayList<>();
        for (RunScores run : runs) {
            TaskResult result = run.result(task.task());
            if (result != null) {
                for (SplitResult split : result.splits()) {
                    columns.add(new Column(run.label(), split.split() + ", " + split.subset(), true));
                    splits.add(split);
                }
            }
        }
        List<Block> tables = new ArrayList<>();
        tables.add(table("All scores of " + task.task(), "Score", columns, splits.stream().map(SplitResult::scores).toList()));
        int parts = splits.stream().mapToInt(split -> split.parts().size()).max().orElse(0);
        if (parts > 0) {
            tables.add(parts(task, columns, splits, parts));
        }
        return tables;
    }

    private static Table parts(TaskResult task, List<Column> columns, List<SplitResult> splits, int parts) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(Integer.toString(i + 1))));
            for (SplitResult split : splits) {
                cells.add(i < split.parts().size() ? cell(split.parts().get(i), task.mainScore()) : Cell.muted(Numbers.NONE));
            }
            rows.add(Row.of(cells));
        }
        String part = task.type() == TaskType.CLUSTERING ? "set" : "experiment";
        return new Table(task.mainScore() + " of each " + part + " of " + task.task(), headed("Number", columns), rows);
    }

    static Table table(String caption, String heading, List<Column> columns, List<Scores> scores) {
        Set<String> names = new LinkedHashSet<>();
        scores.forEach(column -> names.addAll(column.asMap().keySet()));
        List<Row> rows = new ArrayList<>();
        for (String name : names) {
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(name)));
            scores.forEach(column -> cells.add(cell(column, name)));
            rows.add(Row.of(cells));
        }
        return new Table(caption, headed(heading, columns), rows);
    }

    private static Cell cell(Scores scores, String name) {
        return Cell.of(Numbers.score(scores.asMap().getOrDefault(name, Double.NaN)));
    }

    private static List<Column> headed(String heading, List<Column> columns) {
        List<Column> headed = new ArrayList<>(List.of(Column.text(heading)));
        headed.addAll(columns);
        return headed;
    }
}
