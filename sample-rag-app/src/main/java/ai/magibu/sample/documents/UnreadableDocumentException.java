package ai.magibu.sample.documents;

import java.util.Locale;

/** A file that gives no text. The message names the file, says why, and what the user can do. */
public final class UnreadableDocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why; the page has its own words for each, in its language. */
    enum Reason {
        EMPTY("is empty (0 bytes)."),
        NO_TEXT("has no text."),
        SCANNED("has no text: its pages are pictures, probably a scan. Run text recognition on it first, for example "
                + "\"ocrmypdf -l tur in.pdf out.pdf\"."),
        PASSWORD("is protected by a password. Save it without one and upload it again."),
        DAMAGED("is damaged, or not of the kind that its name says. Open it in a viewer and save it again."),
        ENCODING("is not in the encoding UTF-8. Open it in an editor and save it as UTF-8."),
        BINARY("is not a text, whatever its name says.");

        private final String message;

        Reason(String message) {
            this.message = message;
        }
    }

    private final Reason reason;

    UnreadableDocumentException(String source, Reason reason) {
        super("\"" + source + "\" " + reason.message);
        this.reason = reason;
    }

    /** For programs, such as "no-text". */
    public String reason() {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
