package ai.magibu.evaluation.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import ai.magibu.evaluation.internal.page.Block;
import ai.magibu.evaluation.internal.page.Cell;
import ai.magibu.evaluation.internal.page.Page;
import ai.magibu.evaluation.internal.page.Page.Section;
import ai.magibu.evaluation.internal.page.Table;
import ai.magibu.evaluation.internal.page.Table.Column;
import ai.magibu.evaluation.internal.page.Table.Row;
import ai.magibu.evaluation.result.ThresholdResult;

/** The page of thresholds of labeled pairs. */
final class ThresholdReport {

    private final List<ThresholdResult> results;
    private final List<String> labels;

    ThresholdReport(List<ThresholdResult> results) {
        this.results = results;
        this.labels = Labels.of(
                results.stream().map(ThresholdResult::encoder).toList(),
                results.stream().map(result -> "best " + result.goal()).toList());
    }

    Page page() {
        ThresholdResult first = results.get(0);
        return new Page(
                "Threshold: " + first.name(),
                "The cosine similarity that separates matching pairs from the others best, found on " + Numbers.count(first.pairs())
                        + " pairs, " + Numbers.count(first.matching()) + " of them matching.",
                List.of(new Section("Threshold", blocks())));
    }

    private List<Block> blocks() {
        List<Block.Fact> facts = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            ThresholdResult result = results.get(i);
            facts.add(new Block.Fact(labels.get(i), Numbers.decimals(result.threshold().value(), 3),
                    "best " + result.goal() + ", " + RetrievalReport.range(result.threshold()), List.of()));
        }
        Set<String> names = new LinkedHashSet<>();
        results.forEach(result -> names.addAll(result.scores().keySet()));
        List<Row> rows = new ArrayList<>();
        for (String name : names) {
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(name)));
            results.forEach(result -> {
                var interval = result.scores().get(name);
                cells.add(interval == null ? Cell.muted(Numbers.NONE) : Cell.of(Numbers.interval(interval)));
            });
            rows.add(Row.of(cells));
        }
        List<Column> columns = new ArrayList<>(List.of(Column.text("Score")));
        labels.forEach(label -> columns.add(Column.number(label)));
        return List.of(
                new Block.Facts(facts),
                SettingsTable.of(labels, results.stream().map(ThresholdResult::encoder).toList(), "Pairs",
                        results.stream().map(ThresholdResult::name).toList()),
                new Table("Scores at the threshold with 95 % confidence intervals", columns, rows),
                new Block.Text(
                        "A pair with a similarity of at least the threshold counts as a match. The threshold belongs to this model and "
                                + "its settings: find it again after a change. The scores are those of the same pairs that chose the threshold, so "
                                + "expect slightly lower ones on new pairs."));
    }
}
