package ai.magibu.documents;

import ai.magibu.documents.UnreadableFileException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.sax.ToHTMLContentHandler;
import org.apache.tika.sax.WriteOutContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** The text of an Office file, read by the optional Apache Tika. */
final class OfficeText {

    private OfficeText() {}

    static boolean isAvailable() {
        try {
            Class.forName("org.apache.tika.parser.AutoDetectParser");
            Class.forName("org.apache.tika.parser.microsoft.ooxml.OOXMLParser");
            Class.forName("org.apache.tika.parser.odf.OpenDocumentParser");
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    static ReadText of(byte[] content) throws IOException {
        ToHTMLContentHandler html = new ToHTMLContentHandler();
        Metadata metadata = new Metadata();
        try {
            ContentHandler limited = new WriteOutContentHandler(html, FileParser.LONGEST_TEXT);
            parser().parse(new ByteArrayInputStream(content), limited, metadata, context());
        } catch (EncryptedDocumentException e) {
            throw new UnreadableFileException(null, Reason.ENCRYPTED, e);
        } catch (SAXException | TikaException e) {
            boolean bomb = Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                    .anyMatch(cause -> String.valueOf(cause.getMessage()).contains("bomb"));
            bomb |= WriteLimitReachedException.isWriteLimitReached(e);
            throw new UnreadableFileException(null, bomb ? Reason.TOO_LARGE : Reason.DAMAGED, e);
        }
        ReadText text = HtmlText.of(html.toString(), false);
        String title = metadata.get(TikaCoreProperties.TITLE);
        return title != null && FileTitle.isGood(title) ? new ReadText(title, text.text()) : text;
    }

    private static AutoDetectParser parser() {
        return new AutoDetectParser(
                new OOXMLParser(), new OfficeParser(), new RTFParser(), new OpenDocumentParser(), new EpubParser());
    }

    private static ParseContext context() {
        OfficeParserConfig config = new OfficeParserConfig();
        config.setIncludeHeadersAndFooters(false);
        config.setIncludeSlideMasterContent(false);
        config.setIncludeDeletedContent(false);
        ParseContext context = new ParseContext();
        context.set(OfficeParserConfig.class, config);
        context.set(EmbeddedDocumentExtractor.class, new NothingEmbedded());
        return context;
    }

    /** Images and attachments are not read. */
    private static final class NothingEmbedded implements EmbeddedDocumentExtractor {

        @Override
        public boolean shouldParseEmbedded(Metadata metadata) {
            return false;
        }

        @Override
        public void parseEmbedded(InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml) {}
    }
}
