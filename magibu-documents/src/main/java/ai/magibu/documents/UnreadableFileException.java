package ai.magibu.documents;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Thrown for a file without readable text. The message names the file and the reason, and says what to do. */
public final class UnreadableFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The reasons. */
    public enum Reason {
        /** The file has no bytes. */
        EMPTY("is empty (0 bytes). Save it again."),
        /** Nothing but white space, markup or scripts. */
        NO_TEXT("has no text."),
        /** A PDF without text. */
        SCANNED("has no text: its pages are images, probably a scan. Run text recognition on it first, for example "
                + "\"ocrmypdf -l tur in.pdf out.pdf\"."),
        /** A password is required. */
        ENCRYPTED("is protected by a password. Save it without one."),
        /** The content does not follow its format. */
        DAMAGED("is damaged. Open it in the program that it is made for and save it again."),
        /** An archive, an image, a program, or another format that cannot be read. */
        UNSUPPORTED("has an unsupported format. Save it as PDF, HTML, Markdown or text. Unpack an archive first."),
        /** An Office file, and the class path has no parser for it. */
        OFFICE_MISSING("is an Office document, which this application cannot read. Save it as PDF, or add "
                + "tika-parser-microsoft-module and tika-parser-miscoffice-module of Apache Tika to the class path."),
        /** Text in an unknown encoding. */
        ENCODING("has an unknown text encoding. Open it in an editor and save it as UTF-8."),
        /** More than 10,000,000 characters of text, or more than 100 MiB. */
        TOO_LARGE("is too large: more than 10,000,000 characters of text or 100 MiB. Split it."),
        /** Reading took longer or needed more memory than {@link IsolatedFileParser} allows. */
        TOO_LONG("takes too long or too much memory to read. Split it, or save it again in another format.");

        private final String message;

        Reason(String message) {
            this.message = message;
        }

        /** Returns a stable word for programs, for example {@code no-text}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The reason. */
    private final Reason reason;

    /**
     * Creates an exception.
     *
     * @param fileName the name for the message; null if it is unknown
     * @param reason the reason
     */
    public UnreadableFileException(@Nullable String fileName, Reason reason) {
        this(fileName, reason, null);
    }

    UnreadableFileException(@Nullable String fileName, Reason reason, @Nullable Throwable cause) {
        super((fileName == null ? "The file" : "\"" + fileName + "\"") + " " + reason.message, cause);
        this.reason = reason;
    }

    /** Returns the reason. */
    public Reason reason() {
        return reason;
    }
}
