package ai.magibu.documents;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Evaluator;
import org.jsoup.select.NodeFilter;

/** The visible text of an HTML page, in one pass: an empty line between blocks, a line per table row and list item. */
final class HtmlText implements NodeFilter {

    private static final Set<String> NO_TEXT = Set.of("head", "script", "style", "template", "noscript", "svg", "iframe", "object",
            "video", "audio", "canvas", "select", "datalist", "nav");
    private static final Set<String> BLOCKS = Set.of("p", "div", "section", "article", "main", "header", "footer", "aside", "h1",
            "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "table", "figure", "hr", "address", "fieldset",
            "form", "details", "hgroup", "search");
    private static final Set<String> LINES = Set.of("li", "dt", "dd", "tr", "figcaption", "caption", "summary", "legend");
    private static final Set<String> WORDS = Set.of("button", "label", "input"); // boxes next to each other on one line
    private static final Set<String> CELLS = Set.of("td", "th");
    private static final Set<String> FRAME = Set.of("header", "footer", "aside");
    private static final Set<String> FRAME_ROLES = Set.of("banner", "contentinfo", "complementary", "navigation", "search");
    private static final Evaluator TABLE = new Evaluator.Tag("table");
    private static final int LONGEST_ROW_CELL = 300; // characters; longer cells are the columns of an old page's layout
    private static final Pattern INVISIBLE = Pattern.compile("(?i)(^|;)\\s*(display\\s*:\\s*none|visibility\\s*:\\s*hidden)\\b");
    private static final Pattern COOKIE_BANNER = Pattern.compile(
            "(?i)(cookie|cerez|çerez|consent)[-_]?(banner|bar|consent|notice|popup|modal|overlay|uyari|bildirim)"
                    + "|onetrust|cookiebot");

    /** Entities that a page declares are not read, and must not remain as text either. */
    private static final Pattern INTERNAL_SUBSET = Pattern.compile("(?is)\\A.{0,200}<!doctype[^>\\[]*\\[.*?\\]\\s*>");

    private final Document page;
    private final boolean wholePage;
    private final @Nullable Element titleHeading; // left out if no text is before it
    private final StringBuilder text = new StringBuilder();
    private int content; // open elements that have headers and footers of their own
    private int items; // open list items
    private @Nullable Element rowCell; // the open cell whose row is one line
    private int preformatted;

    private HtmlText(Document page, boolean wholePage, @Nullable Element titleHeading) {
        this.page = page;
        this.wholePage = wholePage;
        this.titleHeading = titleHeading;
    }

    /** @param takeHeading whether a first-level heading before all text is the title alone, and not part of the text */
    static ReadText of(String html, boolean takeHeading) {
        Document page = Jsoup.parse(INTERNAL_SUBSET.matcher(html).replaceFirst(""));
        Element heading = page.select("h1").stream().filter(Element::hasText).findFirst().orElse(null);
        Element titleHeading = takeHeading ? heading : null;
        HtmlText visible = new HtmlText(page, false, titleHeading).read();
        if (CleanText.isBlank(visible.text)) { // nothing but a title, a header or a footer
            visible = new HtmlText(page, true, null).read();
        }
        String title = FileTitle.isGood(page.title()) || heading == null ? page.title() : heading.text();
        return new ReadText(title, visible.text.toString());
    }

    private HtmlText read() {
        page.body().filter(this);
        return this;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // this very element, not an equal one
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode words) {
            append(words.getWholeText());
        } else if (node instanceof Element element) {
            String name = element.normalName();
            boolean isTitle = element == titleHeading && CleanText.isBlank(text);
            if (isTitle || element != page.body() && isLeftOut(element, name)) {
                return FilterResult.SKIP_ENTIRELY;
            }
            open(element, name);
        }
        return FilterResult.CONTINUE;
    }

    private void open(Element element, String name) {
        if (CELLS.contains(name)) {
            if (rowCell == null && element.selectFirst(TABLE) == null && element.wholeText().length() <= LONGEST_ROW_CELL) {
                rowCell = element;
            } else {
                lineBreaks(2);
            }
        } else if (name.equals("br")) {
            text.append(rowCell == null ? '\n' : ' ');
        } else if (name.equals("img") && !element.attr("alt").isBlank()) {
            append(" " + element.attr("alt") + " ");
        } else {
            breaksAround(name);
        }
        items += name.equals("li") ? 1 : 0;
        content += isContent(name) ? 1 : 0;
        preformatted += isPreformatted(name) ? 1 : 0;
    }

    @Override
    @SuppressWarnings("ReferenceEquality")
    public FilterResult tail(Node node, int depth) {
        if (!(node instanceof Element element)) {
            return FilterResult.CONTINUE;
        }
        String name = element.normalName();
        content -= isContent(name) ? 1 : 0;
        preformatted -= isPreformatted(name) ? 1 : 0;
        items -= name.equals("li") ? 1 : 0;
        if (element == rowCell) {
            rowCell = null;
            text.setLength(text.length() - (text.length() > 0 && text.charAt(text.length() - 1) == ' ' ? 1 : 0));
            text.append('\t');
        } else {
            breaksAround(name);
        }
        return FilterResult.CONTINUE;
    }

    private void breaksAround(String name) {
        if (LINES.contains(name) || items > 0 && BLOCKS.contains(name)) {
            lineBreaks(1);
        } else if (BLOCKS.contains(name) || CELLS.contains(name)) {
            lineBreaks(2);
        } else if (WORDS.contains(name)) {
            append(" ");
        }
    }

    private boolean isLeftOut(Element element, String name) {
        if (NO_TEXT.contains(name)) {
            return true;
        } else if (element.attributesSize() == 0 && !FRAME.contains(name) && !name.equals("dialog")) {
            return false; // most elements: the rest takes time
        }
        boolean frame = content == 0 && FRAME.contains(name) || FRAME_ROLES.contains(element.attr("role"));
        return frame && !wholePage
                || element.hasAttr("hidden") && !element.attr("hidden").equals("until-found")
                || name.equals("dialog") && !element.hasAttr("open")
                || element.attr("aria-hidden").equals("true")
                || INVISIBLE.matcher(element.attr("style")).find()
                || COOKIE_BANNER.matcher(element.id() + " " + element.className()).find();
    }

    private static boolean isContent(String name) {
        return name.equals("article") || name.equals("main") || name.equals("section");
    }

    private static boolean isPreformatted(String name) {
        return name.equals("pre") || name.equals("textarea");
    }

    private void append(String words) {
        if (preformatted > 0 && rowCell == null) {
            text.append(words);
            return;
        }
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            boolean space = c == ' ' || c == '\u00A0' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
            if (!space) {
                text.append(c);
            } else if (text.length() > 0 && " \n\t".indexOf(text.charAt(text.length() - 1)) < 0) {
                text.append(' ');
            }
        }
    }

    /** Ends the line unless enough line breaks are there; in a cell, a space does. Replaces white space, or each call would search it. */
    private void lineBreaks(int wanted) {
        if (rowCell != null) {
            append(" ");
            return;
        }
        int end = text.length();
        int found = 0;
        while (end > 0 && " \n\t".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
            found += text.charAt(end) == '\n' ? 1 : 0;
        }
        text.setLength(end);
        text.append("\n".repeat(end == 0 ? 0 : Math.max(wanted, Math.min(found, 2))));
    }
}
