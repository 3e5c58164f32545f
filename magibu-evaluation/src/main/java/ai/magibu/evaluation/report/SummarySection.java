package ai.magibu.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.internal.page.Block;
import ai.magibu.evaluation.internal.page.Cell;
import ai.magibu.evaluation.internal.page.Table;

/** The average of each run, its settings, and the settings that are not the card's. */
final class SummarySection {

    private static final int CARD_DIMENSIONS = 768;
    private static final int CARD_TOKENS = 8192;
    private static final Set<String> CARD_PRECISIONS = Set.of("fp32", EncoderSettings.DEFAULT);

    private final List<RunScores> runs;
    private final ModelCard card;

    SummarySection(List<RunScores> runs, ModelCard card) {
        this.runs = runs;
        this.card = card;
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Facts(runs.stream().map(this::fact).toList()));
        blocks.add(settings());
        List<String> deviations = runs.stream().flatMap(run -> deviations(run).stream()).toList();
        if (!deviations.isEmpty()) {
            blocks.add(new Block.Text("These settings differ from those of the card, so the scores differ too:"));
            blocks.add(new Block.Bullets(deviations));
        }
        return blocks;
    }

    private Block.Fact fact(RunScores run) {
        List<String> all = card.averageTasks();
        List<String> tasks = run.averageTasks(card);
        String detail = tasks.size() == all.size() ? "average of the card's " + all.size() + " tasks"
                : tasks.isEmpty() ? "no task of the card's average was run"
                : "mean of " + tasks.size() + " of the " + all.size() + " tasks in the card's average";
        return new Block.Fact(run.label(), Numbers.points(run.mean(tasks)), detail, comparisons(run, tasks));
    }

    private List<Cell> comparisons(RunScores run, List<String> tasks) {
        List<Cell> comparisons = new ArrayList<>();
        String same = tasks.size() == card.averageTasks().size() ? "" : " on the same tasks";
        if (run.cardModel() >= 0 && !tasks.isEmpty()) {
            double cardMean = card.mean(run.cardModel(), tasks);
            comparisons.add(comparison(run.mean(tasks), cardMean, "the card's " + Numbers.points(cardMean) + same));
        } else if (!tasks.isEmpty()) {
            comparisons.add(Cell.muted(card.models().get(0).label() + same + ": " + Numbers.points(card.mean(0, tasks))));
        }
        RunScores first = runs.get(0);
        if (run != first) {
            List<String> common = tasks.stream().filter(first.averageTasks(card)::contains).toList();
            String number = common.size() == tasks.size() ? "" : " on " + common.size() + " common tasks";
            if (!common.isEmpty()) {
                comparisons.add(comparison(run.mean(common), first.mean(common), first.label() + number));
            }
        }
        return comparisons;
    }

    private static Cell comparison(double points, double reference, String name) {
        Cell difference = Numbers.differenceCell(points, reference, TaskTable.TOLERANCE);
        return new Cell(difference.text() + " against " + name, difference.tone(), List.of());
    }

    private Table settings() {
        return SettingsTable.of(
                runs.stream().map(RunScores::label).toList(), runs.stream().map(run -> run.run().encoder()).toList(), "Protocol",
                runs.stream().map(run -> run.run().protocol()).map(rules -> rules.id() + " (mteb " + rules.mtebVersion() + ")").toList());
    }

    private static List<String> deviations(RunScores run) {
        List<String> deviations = new ArrayList<>();
        EncoderSettings encoder = run.run().encoder();
        if (run.cardModel() < 0) {
            return deviations;
        }
        if (encoder.dimensions() != CARD_DIMENSIONS) {
            deviations.add(run.label() + ": " + encoder.dimensions() + " dimensions; the card has " + CARD_DIMENSIONS + ".");
        }
        if (encoder.prompts().equals("published")) {
            deviations.add(run.label() + ": with the published prompts; the card ran without prompts.");
        }
        if (!CARD_PRECISIONS.contains(encoder.precision())) {
            deviations.add(run.label() + ": precision " + encoder.precision() + "; expect the card's figures with fp32.");
        }
        if (encoder.maxTokens() != 0 && encoder.maxTokens() < CARD_TOKENS) {
            deviations.add(run.label() + ": texts are cut after " + Numbers.count(encoder.maxTokens()) + " tokens; the card's model reads "
                    + Numbers.count(CARD_TOKENS) + ".");
        }
        if (run.run().protocol() != Protocol.TRMTEB) {
            deviations.add(run.label() + ": scored by the rules of mteb " + run.run().protocol().mtebVersion() + "; the card used "
                    + Protocol.TRMTEB.mtebVersion() + ".");
        }
        return deviations;
    }
}
