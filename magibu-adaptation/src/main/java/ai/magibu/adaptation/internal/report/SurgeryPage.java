package ai.magibu.adaptation.internal.report;

import ai.magibu.adaptation.api.CountedTexts;
import ai.magibu.adaptation.api.NewToken;
import ai.magibu.adaptation.api.SurgeryResult;
import ai.magibu.adaptation.api.TextFertility;
import ai.magibu.adaptation.api.TextTokens;
import ai.magibu.evaluation.internal.page.Bars;
import ai.magibu.evaluation.internal.page.Block;
import ai.magibu.evaluation.internal.page.Cell;
import ai.magibu.evaluation.internal.page.Cell.Tone;
import ai.magibu.evaluation.internal.page.Page;
import ai.magibu.evaluation.internal.page.Page.Section;
import ai.magibu.evaluation.internal.page.Table;
import ai.magibu.evaluation.internal.page.Table.Column;
import ai.magibu.evaluation.internal.page.Table.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/** The page of a tokenizer surgery. */
final class SurgeryPage {

    private static final int LISTED = 200;
    private static final int MANY = 6;
    private static final int LONGEST_AVERAGE_WORD = 20;

    private final SurgeryResult result;

    SurgeryPage(SurgeryResult result) {
        this.result = result;
    }

    Page page() {
        return new Page(
                "Tokenizer surgery",
                "A tokenizer of " + count(result.size()) + " tokens, made from the teacher's " + count(result.teacherTokens()) + ".",
                List.of(new Section("Length of texts", lengths()), new Section("Vocabulary", vocabulary()), new Section("Texts", texts())));
    }

    private List<Block> lengths() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Facts(result.fertility().stream().map(SurgeryPage::fact).toList()));
        blocks.add(chart("Tokens per word (fewer is better)", SurgeryPage::tokensPerWord, 2, ""));
        blocks.add(chart("Characters per token (more is better)", TextFertility::charactersPerToken, 2, ""));
        blocks.add(chart("Coverage: words that are one token (more is better)", (texts, tokens) -> 100 * texts.coverage(tokens), 1, " %"));
        blocks.add(lengthTable());
        blocks.add(
                new Block.Text("Special tokens around a text are not counted. A word is what stands between white space; for the coverage, "
                        + "words are also cut where the tokenizer always cuts, such as before a comma, and need a letter. Byte tokens are "
                        + "parts of characters without a token of their own. The first chart leaves out languages without blanks between words."));
        return blocks;
    }

    private static Block.Fact fact(TextFertility texts) {
        double percent = 100 * texts.change();
        Tone tone = percent < 0 ? Tone.BETTER : percent > 0 ? Tone.WORSE : Tone.EQUAL;
        return new Block.Fact(label(texts), decimals(texts.tokensPerWord(texts.adapted()), 2),
                "tokens per word; teacher " + decimals(texts.tokensPerWord(texts.teacher()), 2),
                List.of(new Cell(signed(percent) + " % tokens", tone, List.of())));
    }

    /** Returns NaN for a language without blanks between words, whose bars would make those of the others invisible. */
    private static double tokensPerWord(TextFertility texts, TextTokens tokens) {
        return texts.characters() > LONGEST_AVERAGE_WORD * texts.words() ? Double.NaN : texts.tokensPerWord(tokens);
    }

    private Bars chart(String caption, ToDoubleBiFunction<TextFertility, TextTokens> value, int decimals, String unit) {
        List<Bars.Group> groups = new ArrayList<>();
        for (TextFertility texts : result.fertility()) {
            List<Bars.Bar> bars = new ArrayList<>();
            for (TextTokens tokens : List.of(texts.teacher(), texts.pruned(), texts.adapted())) {
                double length = value.applyAsDouble(texts, tokens);
                bars.add(new Bars.Bar(length, decimals(length, decimals) + unit));
            }
            if (bars.stream().allMatch(bar -> Double.isFinite(bar.value()))) {
                groups.add(new Bars.Group(label(texts), bars, Double.NaN));
            }
        }
        return new Bars(caption, List.of("teacher", "pruned", "new"), 0, "", 0, groups);
    }

    private Table lengthTable() {
        List<Column> columns = List.of(Column.text("Texts"), Column.number("Words"), new Column("Tokens per word", "teacher", true),
                new Column("Tokens per word", "pruned", true), new Column("Tokens per word", "new", true), Column.number("Change"),
                new Column("Byte tokens", "teacher", true), new Column("Byte tokens", "new", true));
        List<Row> rows = new ArrayList<>();
        for (TextFertility texts : result.fertility()) {
            double percent = 100 * texts.change();
            rows.add(Row.of(List.of(Cell.of(label(texts)), Cell.of(count(texts.words())),
                    Cell.of(decimals(texts.tokensPerWord(texts.teacher()), 3)), Cell.of(decimals(texts.tokensPerWord(texts.pruned()), 3)),
                    Cell.of(decimals(texts.tokensPerWord(texts.adapted()), 3)),
                    new Cell(signed(percent) + " %", percent < 0 ? Tone.BETTER : percent > 0 ? Tone.WORSE : Tone.EQUAL, List.of()),
                    Cell.of(count(texts.teacher().byteTokens())), Cell.of(count(texts.adapted().byteTokens())))));
        }
        return new Table("Tokens before and after", columns, rows);
    }

    private List<Block> vocabulary() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Facts(List.of(
                new Block.Fact("Kept", count(result.keptTokens()), "of the teacher's " + count(result.teacherTokens()), List.of()),
                new Block.Fact("Removed", count(result.teacherTokens() - result.keptTokens()), "tokens", List.of()),
                new Block.Fact("New", count(result.newTokens().size()), count(result.returnedTokens()) + " of them removed before",
                        List.of()),
                new Block.Fact("Merges", count(result.merges()), "the teacher has " + count(result.teacherMerges()), List.of()),
                new Block.Fact("Reachable", decimals(100 * result.reachable(), 2) + " %",
                        "of the new tokens are made of their own text", List.of()))));
        if (result.size() < result.requestedSize()) {
            blocks.add(new Block.Text("The vocabulary was meant to have " + count(result.requestedSize())
                    + " tokens. The texts have no more pairs that occur often enough."));
        }
        if (!result.tokensWithoutRow().isEmpty()) {
            blocks.add(
                    new Block.Text("These added tokens of the teacher are beyond its vocabulary. No model has rows for them, so they were "
                            + "left out: " + String.join(", ", result.tokensWithoutRow())));
        }
        if (!result.unreachable().isEmpty()) {
            blocks.add(new Block.Text(
                    count(result.unreachable().size()) + " new tokens are never made of their own text, because other merges "
                            + "join their characters first: "
                            + String.join(", ", result.unreachable().subList(0, Math.min(LISTED, result.unreachable().size())))));
        }
        if (!result.newTokens().isEmpty()) {
            blocks.add(parts());
            blocks.add(examples());
        }
        return blocks;
    }

    private Bars parts() {
        TreeMap<Integer, Long> histogram = new TreeMap<>();
        result.newTokens().forEach(token -> histogram.merge(Math.min(MANY, token.teacherTokens().size()), 1L, Long::sum));
        List<Bars.Group> groups = new ArrayList<>();
        histogram.forEach((length, tokens) -> {
            double percent = 100.0 * tokens / result.newTokens().size();
            groups.add(new Bars.Group(length + (length == MANY ? " or more" : length == 1 ? " token" : " tokens"),
                    List.of(new Bars.Bar(percent, decimals(percent, 1) + " %")), Double.NaN));
        });
        return new Bars("The teacher's tokens for one new token", List.of("share of new tokens"), 0, "", 0, groups);
    }

    private Table examples() {
        List<Row> rows = new ArrayList<>();
        for (NewToken token : Examples.of(result)) {
            rows.add(Row.of(List.of(Cell.of(token.text()), Cell.muted(String.join(" · ", token.teacherTokens())))));
        }
        return new Table("Examples, from the first new token to the last", List.of(Column.text("New token"), Column.text("Teacher")), rows);
    }

    private List<Block> texts() {
        List<Column> columns = List.of(Column.text("Language"), Column.number("Weight"), Column.number("Texts"), Column.number("Words"),
                Column.number("Characters"), Column.number("Words of lists"), Column.number("Not NFC"));
        List<Row> rows = new ArrayList<>();
        for (CountedTexts language : result.languages()) {
            double share = language.texts() == 0 ? Double.NaN : 100.0 * language.decomposed() / language.texts();
            rows.add(Row.of(List.of(Cell.of(language.language()), Cell.of(decimals(100 * language.weight(), 1) + " %"),
                    Cell.of(count(language.texts())), Cell.of(count(language.words())), Cell.of(count(language.characters())),
                    Cell.of(count(language.listedWords())), Cell.of(Double.isNaN(share) ? "–" : decimals(share, 2) + " %"))));
        }
        return List.of(new Table("Counted texts", columns, rows),
                new Block.Text("Not NFC is the share of texts where Unicode's normalization form C would change something, such as letters "
                        + "with separate marks. Nothing was changed. The same word in two forms has different tokens."));
    }

    private static String label(TextFertility texts) {
        return texts.heldOut() ? texts.language() + ", held out: " + texts.name() : texts.language() + ", counted";
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String decimals(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '−');
    }

    private static String signed(double value) {
        return (value > 0 ? "+" : "") + decimals(value, 1);
    }
}
