package ai.magibu.cli.lines;

/** A line or row of the input cannot be used. Unless it is skipped, the lines before it are written and nothing after it is read. */
public final class BadLineException extends Exception {

    static final String LINE = "line";

    private static final long serialVersionUID = 1L;

    private final long line;
    private final String reason;

    /** @param line the number of the line, from 1 */
    public BadLineException(long line, String reason) {
        this(LINE, line, reason);
    }

    BadLineException(String unit, long line, String reason) {
        super(unit + " " + line + ": " + reason);
        this.line = line;
        this.reason = reason;
    }

    long line() {
        return line;
    }

    String reason() {
        return reason;
    }
}
