package ai.magibu.adaptation.internal.distill;

import ai.magibu.adaptation.api.TrainingHistory;
import ai.magibu.adaptation.api.TrainingHistory.Score;
import ai.magibu.adaptation.api.TrainingHistory.Step;
import ai.magibu.evaluation.internal.page.Block;
import ai.magibu.evaluation.internal.page.Cell;
import ai.magibu.evaluation.internal.page.LineChart;
import ai.magibu.evaluation.internal.page.Page;
import ai.magibu.evaluation.internal.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report of a distillation. */
final class DistillationReport {

    private static final String STEPS = "optimizer steps";
    /** A chart with more points looks the same. */
    private static final int POINTS = 300;

    private final Provenance provenance;
    private final TrainingHistory history;

    DistillationReport(Provenance provenance) {
        this.provenance = provenance;
        this.history = provenance.history();
    }

    Page page() {
        return new Page("Distillation of " + provenance.studentName(),
                "How a student was trained on a teacher's vectors, and what it was made from.",
                List.of(new Page.Section("Result", result()), new Page.Section("Training curves", curves()),
                        new Page.Section("Origin", List.of(origin()))));
    }

    private List<Block> result() {
        List<Block.Fact> facts = new ArrayList<>();
        provenance.saved(history.validations()).ifPresent(score -> facts.add(fact("Validation cosine", number(score.value()),
                "of the saved weights, after step " + count(score.step()) + "; mean of " + count(provenance.heldOut())
                        + " texts that were not trained on")));
        provenance.saved(history.evaluations()).ifPresent(score -> facts.add(fact(provenance.plan().evaluation(), number(score.value()),
                "of the saved weights, after step " + count(score.step()))));
        Step last = history.steps().get(history.steps().size() - 1);
        facts.add(fact("Loss", number(last.loss()), "in the last of " + count(last.number()) + " steps; "
                + number(history.steps().get(0).loss()) + " in the first"));
        facts.add(fact("Tokens", count(history.tokens()), count(provenance.texts()) + " texts"
                + (history.truncated() == 0 ? "" : "; " + count(history.truncated()) + " were longer than the limit and cut")));
        return List.of(new Block.Facts(facts));
    }

    private List<Block> curves() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(chart("Loss", points(history.steps())));
        if (!history.validations().isEmpty()) {
            blocks.add(chart("Mean cosine of the validation texts", scores(history.validations())));
        }
        if (!history.evaluations().isEmpty()) {
            blocks.add(chart(provenance.plan().evaluation(), scores(history.evaluations())));
        }
        return blocks;
    }

    private static LineChart chart(String caption, List<LineChart.Point> points) {
        return new LineChart(caption, STEPS, points);
    }

    private static List<LineChart.Point> scores(List<Score> scores) {
        return scores.stream().map(score -> new LineChart.Point(score.step(), score.value())).toList();
    }

    /** Returns the means of neighboring steps. */
    private static List<LineChart.Point> points(List<Step> steps) {
        int width = (steps.size() + POINTS - 1) / POINTS;
        List<LineChart.Point> points = new ArrayList<>();
        for (int from = 0; from < steps.size(); from += width) {
            List<Step> part = steps.subList(from, Math.min(steps.size(), from + width));
            points.add(
                    new LineChart.Point(part.get(part.size() - 1).number(), part.stream().mapToDouble(Step::loss).average().orElseThrow()));
        }
        return points;
    }

    private Table origin() {
        List<Table.Row> rows = new ArrayList<>();
        provenance.settings().forEach((name, value) -> rows.add(Table.Row.of(List.of(Cell.of(name), Cell.of(value)))));
        rows.add(Table.Row.of(List.of(Cell.of("threads"), Cell.of(String.valueOf(provenance.plan().options().threads())))));
        return new Table("Settings and SHA-256 hashes",
                List.of(Table.Column.text("Setting"), Table.Column.text("Value")), rows);
    }

    private static Block.Fact fact(String label, String value, String detail) {
        return new Block.Fact(label, value, detail, List.of());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
