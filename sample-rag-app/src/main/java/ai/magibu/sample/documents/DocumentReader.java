package ai.magibu.sample.documents;

import ai.magibu.sample.documents.UnreadableDocumentException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
    private static final String BLOCKS = "p, div, section, article, main, header, footer, h1, h2, h3, h4, h5, h6, ul, ol, "
            + "li, dl, dt, dd, blockquote, pre, table, tr, figure, figcaption, hr";

    private final List<Extension> tables = List.of(TablesExtension.create());
    private final Parser markdown = Parser.builder().extensions(tables).build();
    private final TextContentRenderer plainText = TextContentRenderer.builder()
            .extensions(tables)
            .lineBreakRendering(LineBreakRendering.SEPARATE_BLOCKS)
            .build();

    /**
     * @throws UnsupportedFormatException for another ending than those of {@link Format}
     * @throws UnreadableDocumentException where the file is damaged, encrypted, of another kind than its name says, or has no
     *     text
     */
    ReadDocument read(DocumentFile file) {
        Format format = Format.of(file.source());
        if (file.content().length == 0) {
            throw new UnreadableDocumentException(file.source(), Reason.EMPTY);
        }
        ReadDocument document =
                switch (format) {
                    case TEXT -> new ReadDocument("", decode(file));
                    case MARKDOWN -> readMarkdown(decode(file));
                    case HTML -> readHtml(file);
                    case PDF -> readPdf(file);
                };
        String text = clean(document.text());
        if (text.isBlank()) {
            throw new UnreadableDocumentException(
                    file.source(), format == Format.PDF ? Reason.SCANNED : Reason.NO_TEXT);
        }
        return new ReadDocument(title(file, document.title()), text);
    }

    private static String title(DocumentFile file, String ownTitle) {
        if (StringUtils.hasText(file.title())) {
            return file.title();
        }
        String title = clean(ownTitle).replaceAll("\\s+", " ").strip();
        if (title.isEmpty()) {
            title = StringUtils.stripFilenameExtension(file.source()).replaceAll("[-_]+", " ").strip();
        }
        return title.isEmpty() ? file.source() : title.substring(0, Math.min(title.length(), LONGEST_TITLE));
    }

    /** A first-level heading at the very beginning is the title and not part of the text. */
    private ReadDocument readMarkdown(String source) {
        Node document = markdown.parse(source);
        String title = "";
        if (document.getFirstChild() instanceof Heading heading && heading.getLevel() == 1) {
            title = plainText.render(heading);
            heading.unlink();
        }
        return new ReadDocument(title, plainText.render(document));
    }

    private static ReadDocument readHtml(DocumentFile file) {
        Document document;
        try {
            // Without a name jsoup goes by the byte order mark or the meta element, and by UTF-8 where there is neither.
            document = Jsoup.parse(new ByteArrayInputStream(file.content()), null, "");
        } catch (IOException e) {
            throw new UnreadableDocumentException(file.source(), Reason.DAMAGED);
        }
        String title = document.title();
        document.select("script, style, noscript, template, svg, nav").remove();
        document.select("br").before("\n");
        document.select(BLOCKS).before("\n\n").after("\n\n");
        String text = document.body().wholeText();
        if (text.indexOf('\uFFFD') >= 0) {
            throw new UnreadableDocumentException(file.source(), Reason.ENCODING);
        }
        return new ReadDocument(title, text);
    }

    private static ReadDocument readPdf(DocumentFile file) {
        try (PDDocument pdf = Loader.loadPDF(file.content())) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setLineSeparator("\n");
            stripper.setParagraphEnd("\n");
            String text = stripper.getText(pdf).replaceAll("(\\p{L})-\n(\\p{Ll})", "$1$2"); // words cut at the line's end
            return new ReadDocument(nullToEmpty(pdf.getDocumentInformation().getTitle()), text);
        } catch (InvalidPasswordException e) {
            throw new UnreadableDocumentException(file.source(), Reason.PASSWORD);
        } catch (IOException | RuntimeException e) { // PDFBox meets damaged files with either
            throw new UnreadableDocumentException(file.source(), Reason.DAMAGED);
        }
    }

    private static String decode(DocumentFile file) {
        byte[] bytes = file.content();
        Charset charset = StandardCharsets.UTF_8;
        if (bytes.length >= 2 && ((bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xFE
                || (bytes[0] & 0xFF) == 0xFE && (bytes[1] & 0xFF) == 0xFF)) {
            charset = StandardCharsets.UTF_16; // which reads and drops the byte order mark
        }
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.indexOf('\0') >= 0) {
                throw new UnreadableDocumentException(file.source(), Reason.BINARY);
            }
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnreadableDocumentException(file.source(), Reason.ENCODING);
        }
    }

    /** Drops what PostgreSQL does not take, and the spaces that make an empty line look like a full one. */
    private static String clean(String text) {
        String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8); // no lone surrogates
        return valid.replace("\0", "").lines().map(String::stripTrailing).collect(Collectors.joining("\n")).strip();
    }

    private static String nullToEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
