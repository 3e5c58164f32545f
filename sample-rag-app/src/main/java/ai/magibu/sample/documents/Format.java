package ai.magibu.sample.documents;

import ai.magibu.sample.documents.UnreadableDocumentException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;

/** The formats that can be read. The content decides which it is; the name only where contents look alike. */
enum Format {
    TEXT("text/plain"),
    MARKDOWN("text/markdown"),
    HTML("text/html"),
    PDF("application/pdf");

    private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    /** @throws UnreadableDocumentException for any other */
    static Format of(DocumentFile file) {
        MediaType type = detect(file);
        String name = file.source().toLowerCase(Locale.ROOT);
        if (type.toString().equals(PDF.mediaType)) {
            return PDF;
        } else if (type.getType().equals("text") && (name.endsWith(".md") || name.endsWith(".markdown"))) {
            return MARKDOWN; // which may begin with HTML
        } else if (type.equals(MediaType.TEXT_HTML) || type.getSubtype().equals("xhtml+xml")) {
            return HTML;
        } else if (type.getType().equals("text")) {
            return TEXT;
        }
        throw new UnreadableDocumentException(file.source(), Reason.UNSUPPORTED, type.toString());
    }

    static boolean isZip(DocumentFile file) {
        return detect(file).equals(MediaType.APPLICATION_ZIP);
    }

    private static MediaType detect(DocumentFile file) {
        Metadata metadata = new Metadata();
        metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, DocumentFile.nameOf(file.source()));
        try {
            return TYPES.detect(new ByteArrayInputStream(file.content()), metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not from memory
        }
    }

    String mediaType() {
        return mediaType;
    }
}
