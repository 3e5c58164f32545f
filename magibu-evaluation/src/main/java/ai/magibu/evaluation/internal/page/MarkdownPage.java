package ai.magibu.evaluation.internal.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Renders a page as GitHub's Markdown. Bars are left out because a table has the same values. A line
 * becomes a table of some of its points. */
public final class MarkdownPage {

    /** The rows of a line's table. */
    private static final int POINTS = 12;
    private static final Pattern MARKUP = Pattern.compile("[\\\\|*`\\[\\]~#]|(?<!\\w)_|_(?!\\w)");

    private final StringBuilder out = new StringBuilder();

    private MarkdownPage() {}

    /** Returns the Markdown of a page. */
    public static String of(Page page) {
        MarkdownPage markdown = new MarkdownPage();
        markdown.paragraph("# " + text(page.title()));
        markdown.paragraph(text(page.lead()));
        for (Page.Section section : page.sections()) {
            markdown.paragraph("## " + text(section.title()));
            section.blocks().forEach(markdown::block);
        }
        return markdown.out.toString().stripTrailing() + "\n";
    }

    private void block(Block block) {
        if (block instanceof Block.Text text) {
            paragraph(text(text.text()));
        } else if (block instanceof Block.Bullets bullets) {
            paragraph(bullets.items().stream().map(item -> "- " + text(item)).collect(Collectors.joining("\n")));
        } else if (block instanceof Block.Notes notes) {
            paragraph(notes.items().stream().map(item -> "1. " + text(item)).collect(Collectors.joining("\n")));
        } else if (block instanceof Block.Facts facts) {
            paragraph(facts.facts().stream().map(MarkdownPage::fact).collect(Collectors.joining("\n")));
        } else if (block instanceof Block.Fold fold) {
            paragraph("<details><summary>" + Escape.html(fold.summary()) + "</summary>");
            fold.blocks().forEach(this::block);
            paragraph("</details>");
        } else if (block instanceof Table table) {
            table(table);
        } else if (block instanceof LineChart chart) {
            table(new Table(chart.caption(), List.of(Table.Column.number(chart.axis()), Table.Column.number(chart.caption())),
                    chart.some(POINTS).stream().map(MarkdownPage::row).toList()));
        }
    }

    private static Table.Row row(LineChart.Point point) {
        return Table.Row.of(List.of(Cell.of(SvgLine.text(point.x())), Cell.of(SvgLine.text(point.y()))));
    }

    private static String fact(Block.Fact fact) {
        return "- **" + text(fact.label()) + ": " + text(fact.value()) + "** " + text(fact.detail())
                + fact.comparisons().stream().map(comparison -> ", " + cell(comparison)).collect(Collectors.joining());
    }

    private void table(Table table) {
        paragraph("**" + text(table.caption()) + "**");
        List<String> lines = new ArrayList<>();
        lines.add(line(table.columns().stream()
                .map(column -> text(column.title() + (column.detail().isEmpty() ? "" : " (" + column.detail() + ")"))).toList()));
        lines.add(line(table.columns().stream().map(column -> column.number() ? "---:" : "---").toList()));
        for (Table.Row row : table.rows()) {
            List<String> cells = row.cells().stream().map(MarkdownPage::cell).collect(Collectors.toCollection(ArrayList::new));
            cells.addAll(Collections.nCopies(table.columns().size() - cells.size(), ""));
            if (row.style() != Table.Style.PLAIN) {
                cells.replaceAll(cell -> cell.isEmpty() ? cell : "**" + cell + "**");
            }
            lines.add(line(cells));
        }
        paragraph(String.join("\n", lines));
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String cell(Cell cell) {
        return text(cell.text()) + cell.notes().stream().map(note -> " <sup>" + note + "</sup>").collect(Collectors.joining());
    }

    private void paragraph(String text) {
        out.append(text).append("\n\n");
    }

    private static String text(String text) {
        return MARKUP.matcher(Escape.html(text.replaceAll("\\s+", " "))).replaceAll("\\\\$0");
    }
}
