package ai.magibu.evaluation.internal.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Renders a page as one HTML file without scripts that loads nothing, for screens of every width, light and dark. */
public final class HtmlPage {

    /** A place where the long name of a task may break on a narrow screen. */
    private static final Pattern WORD_START = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");

    private final StringBuilder out = new StringBuilder();

    private HtmlPage() {}

    /** Returns the HTML of a page. */
    public static String of(Page page) {
        HtmlPage html = new HtmlPage();
        html.page(page);
        return html.out.toString();
    }

    private void page(Page page) {
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n");
        element("title", page.title());
        out.append("<style>\n").append(style()).append("</style>\n</head>\n<body>\n<header>\n");
        element("h1", page.title());
        element("p class=\"lead\"", page.lead());
        out.append("</header>\n");
        if (page.sections().size() > 1) {
            contents(page);
        }
        out.append("<main>\n");
        for (int i = 0; i < page.sections().size(); i++) {
            Page.Section section = page.sections().get(i);
            out.append("<section id=\"section-").append(i + 1).append("\">\n");
            element("h2", section.title());
            section.blocks().forEach(this::block);
            out.append("</section>\n");
        }
        out.append("</main>\n</body>\n</html>\n");
    }

    private void contents(Page page) {
        out.append("<nav aria-label=\"Contents\"><ul>\n");
        for (int i = 0; i < page.sections().size(); i++) {
            out.append("<li><a href=\"#section-").append(i + 1).append("\">");
            out.append(Escape.html(page.sections().get(i).title())).append("</a></li>\n");
        }
        out.append("</ul></nav>\n");
    }

    private void block(Block block) {
        if (block instanceof Block.Text text) {
            element("p", text.text());
        } else if (block instanceof Block.Bullets bullets) {
            list("ul", bullets.items());
        } else if (block instanceof Block.Notes notes) {
            list("ol class=\"notes\"", notes.items());
        } else if (block instanceof Block.Facts facts) {
            facts(facts);
        } else if (block instanceof Block.Fold fold) {
            out.append("<details>\n");
            element("summary", fold.summary());
            fold.blocks().forEach(this::block);
            out.append("</details>\n");
        } else if (block instanceof Table table) {
            table(table);
        } else if (block instanceof Bars bars) {
            new HtmlBars(bars).append(out);
        } else if (block instanceof LineChart chart) {
            new SvgLine(chart).append(out);
        }
    }

    private void list(String tag, List<String> items) {
        out.append('<').append(tag).append(">\n");
        for (int i = 0; i < items.size(); i++) {
            element(tag.startsWith("ol") ? "li id=\"note-" + (i + 1) + "\"" : "li", items.get(i));
        }
        out.append("</").append(name(tag)).append(">\n");
    }

    private void facts(Block.Facts facts) {
        out.append("<ul class=\"facts\">\n");
        for (Block.Fact fact : facts.facts()) {
            out.append("<li>");
            element("span class=\"label\"", fact.label());
            element("span class=\"value\"", fact.value());
            element("span class=\"detail\"", fact.detail());
            for (Cell comparison : fact.comparisons()) {
                out.append("<span class=\"detail\">").append(tone(comparison)).append("</span>");
            }
            out.append("</li>\n");
        }
        out.append("</ul>\n");
    }

    private void table(Table table) {
        String caption = Escape.html(table.caption());
        out.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"").append(caption).append("\">\n<table>\n");
        out.append("<caption>").append(caption).append("</caption>\n<thead><tr>");
        for (Table.Column column : table.columns()) {
            out.append("<th scope=\"col\"").append(column.number() ? " class=\"number\">" : ">").append(breakable(column.title()));
            if (!column.detail().isEmpty()) {
                out.append(" <small>").append(Escape.html(column.detail())).append("</small>");
            }
            out.append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        for (Table.Row row : table.rows()) {
            row(table, row);
        }
        out.append("</tbody>\n</table>\n</div>\n");
    }

    private void row(Table table, Table.Row row) {
        out.append("<tr").append(row.style() == Table.Style.PLAIN ? ">" : " class=\"" + lower(row.style()) + "\">");
        for (int i = 0; i < row.cells().size(); i++) {
            String tag = i == 0 ? "th" : "td";
            out.append('<').append(tag);
            if (row.style() == Table.Style.GROUP) {
                out.append(" scope=\"rowgroup\" colspan=\"").append(table.columns().size()).append('"');
            } else if (i == 0) {
                out.append(" scope=\"row\"");
            }
            out.append(table.columns().get(i).number() ? " class=\"number\">" : ">").append(tone(row.cells().get(i)));
            out.append("</").append(tag).append('>');
        }
        out.append("</tr>\n");
    }

    private static String tone(Cell cell) {
        StringBuilder html = new StringBuilder(breakable(cell.text()));
        if (cell.tone() != Cell.Tone.PLAIN) {
            html.insert(0, "<span class=\"" + lower(cell.tone()) + "\">").append("</span>");
        }
        for (int note : cell.notes()) {
            html.append("&nbsp;<sup><a href=\"#note-").append(note).append("\" aria-label=\"note ").append(note).append("\">");
            html.append(note).append("</a></sup>");
        }
        return html.toString();
    }

    private static String breakable(String text) {
        return WORD_START.matcher(Escape.html(text)).replaceAll("<wbr>");
    }

    private void element(String tag, String text) {
        out.append('<').append(tag).append('>').append(Escape.html(text)).append("</").append(name(tag)).append(">\n");
    }

    private static String name(String tag) {
        int space = tag.indexOf(' ');
        return space < 0 ? tag : tag.substring(0, space);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(HtmlPage.class.getResourceAsStream("page.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
