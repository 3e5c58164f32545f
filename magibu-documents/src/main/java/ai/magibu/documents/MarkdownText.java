package ai.magibu.documents;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The text of Markdown. It is rendered to HTML first, so that HTML inside Markdown is read like any other HTML. */
final class MarkdownText {

    private static final int DEEPEST_BLOCK = 100; // nested quotes and lists; deeper ones stay as they are written

    /** YAML between lines of dashes or TOML between lines of plus signs, at the very beginning. */
    private static final Pattern FRONT_MATTER = Pattern.compile(
            "\\A\\s*(---|\\+\\+\\+)[ \\t]*\\n(?=\\s*+(?:#.*+\\n\\s*+)*+\\[?[\\p{L}\\p{N}_\"'. -]++[:=\\]])(?s:(.*?)\\n)"
                    + "(?:\\1|\\.\\.\\.)[ \\t]*(?:\\n|\\z)");
    private static final Pattern TITLE = Pattern.compile(
            "(?im)^[\"']?(?:title|başlık)[\"']?[ \\t]*[:=][ \\t]*(?:[>|][+-]?[ \\t]*\\n[ \\t]+)?(.*+(?:\\n[ \\t]++\\S.*+)*+)");

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create(), StrikethroughExtension.create());
    private static final Parser PARSER =
            Parser.builder()
                    .extensions(EXTENSIONS)
                    .maxOpenBlockParsers(DEEPEST_BLOCK)
                    .customInlineContentParserFactory(new LessThanSigns())
                    .build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder().extensions(EXTENSIONS).build();

    private MarkdownText() {}

    static ReadText of(String source) {
        String markdown = source.replaceAll("\\r\\n?", "\n");
        Matcher frontMatter = FRONT_MATTER.matcher(markdown);
        String title = "";
        if (frontMatter.find()) {
            title = title(frontMatter.group(2));
            markdown = markdown.substring(frontMatter.end());
        }
        ReadText page = HtmlText.of(RENDERER.render(PARSER.parse(markdown)), !FileTitle.isGood(title));
        return FileTitle.isGood(title) ? new ReadText(title, page.text()) : page;
    }

    private static String title(String frontMatter) {
        Matcher title = TITLE.matcher(frontMatter);
        return title.find() ? title.group(1).strip().replaceFirst("(?s)^(?:([\"'])(.*?)\\1.*|(.*?)(?:\\s#.*)?)$", "$2$3") : "";
    }
}
