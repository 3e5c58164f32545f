package ai.magibu.sample.documents;

/** A file whose name has an ending that no reader is there for. */
public final class UnsupportedFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsupportedFormatException(String source) {
        super("\"" + source + "\" is none of the formats that can be read: " + Format.allEndings() + ".");
    }
}
