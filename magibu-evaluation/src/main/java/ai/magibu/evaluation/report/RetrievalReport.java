package ai.magibu.evaluation.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.magibu.evaluation.internal.page.Bars;
import ai.magibu.evaluation.internal.page.Block;
import ai.magibu.evaluation.internal.page.Cell;
import ai.magibu.evaluation.internal.page.Cell.Tone;
import ai.magibu.evaluation.internal.page.Page;
import ai.magibu.evaluation.internal.page.Page.Section;
import ai.magibu.evaluation.internal.page.Table;
import ai.magibu.evaluation.internal.page.Table.Column;
import ai.magibu.evaluation.internal.page.Table.Row;
import ai.magibu.evaluation.result.Comparison;
import ai.magibu.evaluation.result.QueryRank;
import ai.magibu.evaluation.result.RetrievalResult;
import ai.magibu.evaluation.stats.Interval;

/** The page of a search in a user's own documents. */
final class RetrievalReport {

    private static final int WORST = 20;

    private final List<RetrievalResult> results;
    private final List<Comparison> comparisons;
    private final List<String> labels;

    RetrievalReport(List<RetrievalResult> results, List<Comparison> comparisons) {
        this.results = results;
        this.comparisons = comparisons;
        this.labels = Labels.of(
                results.stream().map(RetrievalResult::encoder).toList(), results.stream().map(RetrievalResult::name).toList());
    }

    Page page() {
        RetrievalResult first = results.get(0);
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Scores", scores()));
        if (!comparisons.isEmpty()) {
            sections.add(new Section("Differences", differences()));
        }
        sections.add(new Section("Worst queries", worst()));
        sections.add(new Section("All scores", List.of(AllScoresSection.table("All scores", "Score",
                labels.stream().map(Column::number).toList(), results.stream().map(RetrievalResult::scores).toList()))));
        return new Page(
                "Retrieval: " + first.name(),
                "How well " + Numbers.count(first.queries()) + " queries find their documents among " + Numbers.count(first.documents())
                        + ".",
                sections);
    }

    private List<Block> scores() {
        Set<String> names = new LinkedHashSet<>();
        results.forEach(result -> names.addAll(result.intervals().keySet()));
        List<Block.Fact> facts = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        List<Bars.Group> groups = new ArrayList<>();
        for (String name : names) {
            List<Interval> intervals = results.stream().map(result -> interval(result, name)).toList();
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(name)));
            intervals.forEach(interval -> cells.add(Cell.of(Numbers.interval(interval))));
            rows.add(Row.of(cells));
            groups.add(new Bars.Group(name, intervals.stream()
                    .map(interval -> new Bars.Bar(interval.value(), Numbers.decimals(interval.value(), 3))).toList(), Double.NaN));
            for (int i = 0; i < results.size() && rows.size() == 1; i++) {
                facts.add(new Block.Fact(labels.get(i), Numbers.decimals(intervals.get(i).value(), 3),
                        name + ", " + range(intervals.get(i)), List.of()));
            }
        }
        return List.of(
                new Block.Facts(facts),
                SettingsTable.of(labels, results.stream().map(RetrievalResult::encoder).toList(), "Data",
                        results.stream().map(RetrievalResult::name).toList()),
                new Table("Scores with 95 % confidence intervals", columns("Score"), rows),
                new Block.Text(
                        "An interval shows how much a score depends on the choice of the queries: it holds 95 % of the scores of random samples "
                                + "of them. More queries make it shorter."),
                new Bars("Scores", labels, 0, "", 1, groups));
    }

    private static Interval interval(RetrievalResult result, String name) {
        return result.intervals().getOrDefault(name, new Interval(Double.NaN, Double.NaN, Double.NaN));
    }

    static String range(Interval interval) {
        return "95 % interval " + Numbers.decimals(interval.low(), 3) + " to " + Numbers.decimals(interval.high(), 3);
    }

    private List<Column> columns(String heading) {
        List<Column> columns = new ArrayList<>(List.of(Column.text(heading)));
        labels.forEach(label -> columns.add(Column.number(label)));
        return columns;
    }

    private List<Block> differences() {
        List<Row> rows = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            Interval difference = comparison.difference();
            Tone tone = difference.low() > 0 ? Tone.BETTER : difference.high() < 0 ? Tone.WORSE : Tone.EQUAL;
            rows.add(Row.of(List.of(
                    Cell.of(label(comparison.second()) + " against " + label(comparison.first())),
                    Cell.of(comparison.metric()),
                    new Cell((difference.value() > 0 ? "+" : "") + Numbers.decimals(difference.value(), 3), tone, List.of()),
                    Cell.of(Numbers.decimals(difference.low(), 3) + " to " + Numbers.decimals(difference.high(), 3)),
                    Cell.of(comparison.pValue() < 0.001 ? "< 0.001" : Numbers.decimals(comparison.pValue(), 3)),
                    Cell.of(Numbers.count(changed(comparison, 1))),
                    Cell.of(Numbers.count(changed(comparison, -1))))));
        }
        return List.of(
                new Table("Paired differences over the same queries", List.of(
                        Column.text("Settings"), Column.text("Score"), Column.number("Difference"), Column.number("95 % interval"),
                        Column.number("p-value"), Column.number("Better queries"), Column.number("Worse queries")), rows),
                new Block.Text("A difference is green or red if its interval does not contain 0. Otherwise these queries cannot tell which "
                        + "setting is better. The p-value is the probability of a difference at least as large if both are equally good."));
    }

    private String label(RetrievalResult result) {
        int index = results.indexOf(result);
        return index < 0 ? result.name() + ", " + Labels.shortName(result.encoder().model()) : labels.get(index);
    }

    private static long changed(Comparison comparison, int sign) {
        return comparison.first().perQuery().entrySet().stream()
                .filter(entry -> {
                    Double before = entry.getValue().asMap().get(comparison.metric());
                    var second = comparison.second().perQuery().get(entry.getKey());
                    Double after = second == null ? null : second.asMap().get(comparison.metric());
                    return before != null && after != null && Double.compare(after, before) * sign > 0;
                })
                .count();
    }

    private List<Block> worst() {
        List<Map<String, Integer>> ranks = new ArrayList<>();
        for (RetrievalResult result : results) {
            Map<String, Integer> byQuery = new HashMap<>();
            result.ranks().forEach(query -> byQuery.put(query.id(), query.rank()));
            ranks.add(byQuery);
        }
        List<QueryRank> queries = results.get(0).ranks().stream()
                .filter(query -> query.rank() != 1)
                .sorted(Comparator.comparingInt(RetrievalReport::place).reversed())
                .limit(WORST)
                .toList();
        List<Row> rows = new ArrayList<>();
        for (QueryRank query : queries) {
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(query.text()), Cell.muted(query.id())));
            for (Map<String, Integer> byQuery : ranks) {
                Integer rank = byQuery.get(query.id());
                cells.add(rank == null ? Cell.muted(Numbers.NONE) : Cell.of(rank == 0 ? "not found" : Numbers.count(rank)));
            }
            rows.add(Row.of(cells));
        }
        if (rows.isEmpty()) {
            return List.of(new Block.Text("Every query finds a relevant document first."));
        }
        List<Column> columns = new ArrayList<>(List.of(Column.text("Query"), Column.text("Id")));
        labels.forEach(label -> columns.add(new Column("Rank", label, true)));
        return List.of(
                new Block.Text(
                        "The rank of the first relevant document, the worst of " + labels.get(0) + " first. Read these queries: often "
                                + "a relevant document is missing from the judgments, or the query is ambiguous."),
                new Table("The " + rows.size() + " worst queries", columns, rows));
    }

    private static int place(QueryRank query) {
        return query.rank() == 0 ? Integer.MAX_VALUE : query.rank();
    }
}
