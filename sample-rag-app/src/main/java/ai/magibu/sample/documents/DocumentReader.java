package ai.magibu.sample.documents;

import ai.magibu.sample.documents.UnreadableDocumentException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;
import org.jspecify.annotations.Nullable;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** Makes text of a file. */
@Component
final class DocumentReader {

    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_TEXT = 10_000_000; // some 4,000 pages
    private static final String BLOCKS = "p, div, section, article, main, header, footer, h1, h2, h3, h4, h5, h6, ul, ol, "
            + "li, dl, dt, dd, blockquote, pre, table, tr, figure, figcaption, hr";

    /** A text and the title that it gives itself, which may be blank. */
    private record Titled(String title, String text) {}

    private final List<Extension> tables = List.of(TablesExtension.create());
    private final Parser markdown = Parser.builder().extensions(tables).build();
    private final TextContentRenderer plainText = TextContentRenderer.builder()
            .extensions(tables)
            .lineBreakRendering(LineBreakRendering.SEPARATE_BLOCKS)
            .build();

    /**
     * @throws UnreadableDocumentException where the file is damaged, encrypted, of a kind that is none of {@link Format}, or has
     *     no text
     */
    ReadDocument read(DocumentFile file) {
        if (file.content().length == 0) {
            throw new UnreadableDocumentException(file.source(), Reason.EMPTY);
        }
        Format format = Format.of(file);
        Titled document =
                switch (format) {
                    case TEXT -> new Titled("", decode(file));
                    case MARKDOWN -> readMarkdown(decode(file));
                    case HTML -> readHtml(file);
                    case PDF -> readPdf(file);
                };
        String text = clean(document.text());
        if (text.isBlank()) {
            throw new UnreadableDocumentException(
                    file.source(), format == Format.PDF ? Reason.SCANNED : Reason.NO_TEXT);
        } else if (text.length() > LONGEST_TEXT) {
            throw tooLong(file);
        }
        return new ReadDocument(format, title(file, document.title()), text);
    }

    private static String title(DocumentFile file, String ownTitle) {
        if (file.title() != null) {
            return file.title();
        }
        String title = clean(ownTitle).replaceAll("\\s+", " ").strip();
        if (title.isEmpty()) {
            title = StringUtils.stripFilenameExtension(DocumentFile.nameOf(file.source())).replaceAll("[-_]+", " ").strip();
        }
        return title.isEmpty() ? file.source() : title.substring(0, Math.min(title.length(), LONGEST_TITLE));
    }

    /** A first-level heading at the very beginning is the title and not part of the text. */
    private Titled readMarkdown(String source) {
        Node document = markdown.parse(source);
        String title = "";
        if (document.getFirstChild() instanceof Heading heading && heading.getLevel() == 1) {
            title = plainText.render(heading);
            heading.unlink();
        }
        return new Titled(title, plainText.render(document));
    }

    private static Titled readHtml(DocumentFile file) {
        Document document = TextEncoding.certain(file.content())
                .map(charset -> parse(file, charset)) // whatever its meta element says
                .orElseGet(() -> parse(file, null));
        if (document.text().indexOf('\uFFFD') >= 0 && TextEncoding.certain(file.content()).isEmpty()) {
            document = parse(file, encoding(file));
        }
        String title = document.title();
        document.select("script, style, noscript, template, svg, nav").remove();
        document.select("br").before("\n");
        document.select(BLOCKS).before("\n\n").after("\n\n");
        String text = document.body().wholeText();
        return new Titled(title, text);
    }

    /** @param charset null to go by the meta element, and by UTF-8 where there is none */
    private static Document parse(DocumentFile file, @Nullable Charset charset) {
        try {
            return Jsoup.parse(new ByteArrayInputStream(file.content()), charset == null ? null : charset.name(), "");
        } catch (IOException e) {
            throw new UnreadableDocumentException(file.source(), Reason.DAMAGED);
        }
    }

    private static Titled readPdf(DocumentFile file) {
        try (PDDocument pdf = Loader.loadPDF(file.content())) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setLineSeparator("\n");
            stripper.setParagraphEnd("\n");
            StringWriter pages = new StringWriter() {
                @Override
                public void write(String part) {
                    if (getBuffer().length() > LONGEST_TEXT) {
                        throw tooLong(file);
                    }
                    super.write(part);
                }
            };
            stripper.writeText(pdf, pages);
            String text = pages.toString().replaceAll("(\\p{L})-\n(\\p{Ll})", "$1$2"); // words cut at the line's end
            return new Titled(nullToEmpty(pdf.getDocumentInformation().getTitle()), text);
        } catch (InvalidPasswordException e) {
            throw new UnreadableDocumentException(file.source(), Reason.PASSWORD);
        } catch (UnreadableDocumentException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // PDFBox meets damaged files with either
            throw new UnreadableDocumentException(file.source(), Reason.DAMAGED);
        }
    }

    private static String decode(DocumentFile file) {
        String text = new String(file.content(), encoding(file));
        if (text.indexOf('\0') >= 0) {
            throw new UnreadableDocumentException(file.source(), Reason.UNSUPPORTED, "application/octet-stream");
        }
        if (text.length() > LONGEST_TEXT) { // before it is parsed, which takes many times its memory
            throw tooLong(file);
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Charset encoding(DocumentFile file) {
        return TextEncoding.detect(file.content())
                .orElseThrow(() -> new UnreadableDocumentException(file.source(), Reason.ENCODING));
    }

    private static UnreadableDocumentException tooLong(DocumentFile file) {
        return new UnreadableDocumentException(
                file.source(), Reason.TOO_LARGE, "its text has more than " + LONGEST_TEXT + " characters");
    }

    /** Composes letters; drops what PostgreSQL does not take, and the spaces that make an empty line look like a full one. */
    private static String clean(String text) {
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8); // no lone surrogates
        return Normalizer.normalize(valid, Normalizer.Form.NFC)
                .replace("\0", "")
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
                .strip();
    }

    private static String nullToEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
