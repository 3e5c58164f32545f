package ai.magibu.sample.documents;

import java.util.Locale;

/** A file that gives no text. The message names the file, says why, and what the user can do. */
public final class UnreadableDocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why; the page has its own words for each, in its language. */
    public enum Reason {
        UNREADABLE("cannot be opened: it is gone, or may not be read."),
        EMPTY("is empty (0 bytes)."),
        NO_TEXT("has no text."),
        SCANNED("has no text: its pages are pictures, probably a scan. Run text recognition on it first, for example "
                + "\"ocrmypdf -l tur in.pdf out.pdf\"."),
        PASSWORD("is protected by a password. Save it without one and upload it again."),
        DAMAGED("is damaged. Open it in a viewer and save it again."),
        ENCODING("is in no encoding that could be told. Open it in an editor and save it as UTF-8."),
        UNSUPPORTED("is of the kind %s, which cannot be read. Text, Markdown, HTML and PDF can, and ZIP files of these."),
        TOO_LARGE("is too large: %s."),
        ZIP_BOMB("is a ZIP that is too large when unpacked: %s. Nothing of it was taken."),
        ZIP_NESTED("is a ZIP inside a ZIP. Unpack the outer one."),
        ZIP_PATH("has a path that leads out of its ZIP, or that is no name for a document.");

        private final String message;

        Reason(String message) {
            this.message = message;
        }
    }

    private final Reason reason;

    public UnreadableDocumentException(String source, Reason reason, Object... details) {
        super("\"" + source + "\" " + reason.message.formatted(details));
        this.reason = reason;
    }

    public boolean is(Reason reason) {
        return this.reason == reason;
    }

    /** For programs, such as "no-text". */
    public String reason() {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
