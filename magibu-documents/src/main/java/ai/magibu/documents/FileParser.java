package ai.magibu.documents;

import ai.magibu.documents.UnreadableFileException.Reason;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentParser;
import dev.langchain4j.data.document.Metadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads text, Markdown, HTML, PDF and, with Apache Tika on the class path, Office files. The content decides the format, not the
 * name. The document's metadata {@code title} is the title that the file gives itself, or else its name without the ending.
 *
 * <p>The text is what a reader sees: paragraphs separated by one empty line, a line per table row with a tab between cells, letters
 * composed (NFC), no invisible characters.
 *
 * <p>Parsing has no time limit. A malicious small file can take hours or all memory: read untrusted files with {@link
 * IsolatedFileParser}.
 *
 * <p>Thread-safe.
 */
public final class FileParser implements DocumentParser {

    static final int LONGEST_TEXT = 10_000_000; // characters, some 4,000 pages
    static final int LARGEST_FILE = 100 << 20; // bytes

    /** Creates a parser. */
    public FileParser() {}

    /**
     * Returns the endings of the files that this parser reads, for an upload form: {@code .txt}, {@code .pdf} and so on. Office
     * files are included if a parser for them is on the class path.
     */
    public static List<String> endings() {
        return Stream.of(FileFormat.values())
                .filter(format -> format != FileFormat.OFFICE || OfficeText.isAvailable())
                .flatMap(FileFormat::endings)
                .map(ending -> "." + ending)
                .toList();
    }

    /**
     * Reads a file without a name. The metadata has no {@code title} if the file gives itself none.
     *
     * @param content the file, read to its end and not closed
     * @throws UnreadableFileException if the file has no readable text
     * @throws UncheckedIOException if the stream fails
     */
    @Override
    public Document parse(InputStream content) {
        return document(read(null, bytes(content)));
    }

    /**
     * Reads a file.
     *
     * @param fileName the file's name, with or without a folder
     * @param content the file
     * @throws UnreadableFileException if the file has no readable text
     */
    public Document parse(String fileName, byte[] content) {
        return document(read(Objects.requireNonNull(fileName, "fileName"), content));
    }

    static Document document(ReadText read) {
        return Document.from(read.text(), read.title().isEmpty() ? new Metadata() : Metadata.from("title", read.title()));
    }

    static byte[] bytes(InputStream content) {
        try {
            byte[] bytes = content.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw new UnreadableFileException(null, Reason.TOO_LARGE);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the clean text and the best title, which is empty if there is neither a title nor a name. */
    static ReadText read(@Nullable String fileName, byte[] content) {
        try {
            ReadText raw = raw(fileName == null ? "" : fileName, content);
            String text = CleanText.of(limited(raw.text()));
            if (text.isEmpty()) {
                throw new UnreadableFileException(fileName, Reason.NO_TEXT);
            }
            String title = FileTitle.of(raw.title(), fileName);
            return new ReadText(title == null ? "" : title, text);
        } catch (UnreadableFileException e) {
            throw new UnreadableFileException(fileName, e.reason(), e.getCause());
        } catch (IOException | RuntimeException | StackOverflowError e) { // the parsers throw any of them for damaged files
            throw new UnreadableFileException(fileName, Reason.DAMAGED, e);
        }
    }

    private static ReadText raw(String fileName, byte[] content) throws IOException {
        if (content.length == 0) {
            throw new UnreadableFileException(fileName, Reason.EMPTY);
        } else if (content.length > LARGEST_FILE) {
            throw new UnreadableFileException(fileName, Reason.TOO_LARGE);
        }
        return switch (FileFormat.of(fileName, content)) {
            case TEXT -> new ReadText("", limited(TextEncoding.decode(content)));
            case MARKDOWN -> MarkdownText.of(limited(TextEncoding.decode(content)));
            case HTML -> HtmlText.of(limited(TextEncoding.decodeHtml(content)), false);
            case PDF -> PdfText.of(content);
            case OFFICE -> office(content);
            case UNSUPPORTED -> throw new UnreadableFileException(fileName, Reason.UNSUPPORTED);
        };
    }

    private static ReadText office(byte[] content) throws IOException {
        if (!OfficeText.isAvailable()) {
            throw new UnreadableFileException(null, Reason.OFFICE_MISSING);
        }
        return OfficeText.of(content);
    }

    /** Called before parsing, which takes many times the memory of the text, and after it. */
    private static String limited(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new UnreadableFileException(null, Reason.TOO_LARGE);
        }
        return text;
    }
}
