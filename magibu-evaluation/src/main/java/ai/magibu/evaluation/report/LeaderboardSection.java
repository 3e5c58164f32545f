package ai.magibu.evaluation.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import ai.magibu.evaluation.internal.page.Block;
import ai.magibu.evaluation.internal.page.Cell;
import ai.magibu.evaluation.internal.page.Table;
import ai.magibu.evaluation.internal.page.Table.Column;
import ai.magibu.evaluation.internal.page.Table.Row;
import ai.magibu.evaluation.internal.page.Table.Style;

/** The card's leaderboard under the true names of its columns, with the runs in their places. */
final class LeaderboardSection {

    private final List<RunScores> runs;
    private final ModelCard card;

    LeaderboardSection(List<RunScores> runs, ModelCard card) {
        this.runs = runs;
        this.card = card;
    }

    /** A row that is still to be placed; an average that is not complete is NaN. */
    private record Entry(String model, double average, List<Double> figures, Style style) {}

    List<Block> blocks() {
        return List.of(
                new Block.Text(
                        "The card's headings name groups of tasks, but each column holds one task. The table shows the true names; the "
                                + "small line is the card's heading. The average is that of the card's " + card.averageTasks().size()
                                + " tasks."),
                table(),
                new Block.Text("The runs of this report are highlighted. A run without all tasks of the average has no place. "
                        + "The row of text-embedding-3-small in the tables of TR-MTEB is left out because it was scored on other samples of the "
                        + "sampled tasks. It is not comparable."));
    }

    private Table table() {
        List<Column> columns = new ArrayList<>(List.of(Column.text("Model"), Column.number("Rank"), Column.number("Average")));
        card.columns().forEach(column -> columns.add(new Column(column.task(), "card: " + column.heading(), true)));
        List<Row> rows = new ArrayList<>();
        for (Entry entry : entries()) {
            List<Cell> cells = new ArrayList<>();
            cells.add(Cell.of(entry.model()));
            cells.add(Cell.of(rank(entry)));
            cells.add(Cell.of(Numbers.points(entry.average())));
            entry.figures().forEach(figure -> cells.add(Cell.of(Numbers.points(figure))));
            rows.add(new Row(entry.style(), cells));
        }
        return new Table("Leaderboard of the model card, corrected", columns, rows);
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (RunScores run : runs) {
            List<String> tasks = run.averageTasks(card);
            double average = tasks.size() == card.averageTasks().size() ? Numbers.round(run.mean(tasks)) : Double.NaN;
            List<Double> figures = card.columns().stream().map(column -> run.cardScore(column.task())).toList();
            entries.add(new Entry("This report: " + run.label(), average, figures, Style.HIGHLIGHT));
        }
        card.leaderboard().forEach(row -> entries.add(new Entry(row.model(), row.average(), row.figures(), Style.PLAIN)));
        entries.sort(Comparator.comparingDouble((Entry entry) -> Double.isNaN(entry.average()) ? -1 : entry.average()).reversed());
        return entries;
    }

    /** A row of the card keeps its rank; a run gets the rank that it would have among the models of the card. */
    private String rank(Entry entry) {
        if (entry.style() == Style.HIGHLIGHT) {
            long better = card.leaderboard().stream().filter(row -> row.average() > entry.average()).count();
            return Double.isNaN(entry.average()) ? Numbers.NONE : Long.toString(better + 1);
        }
        for (int i = 0; i < card.leaderboard().size(); i++) {
            if (card.leaderboard().get(i).model().equals(entry.model())) {
                return Integer.toString(i + 1);
            }
        }
        throw new IllegalStateException(entry.model());
    }
}
