package ai.magibu.cli;

/** A line of the input cannot be used. The lines before it are written; nothing after it is read. */
final class BadLineException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param line from 1 */
    BadLineException(long line, String reason) {
        super("line " + line + ": " + reason);
    }
}
