package ai.magibu.cli.lines;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an input up to the last one that is not blank. A blank line before it is a bad line, so that line n of the output belongs
 * to line n of the input.
 */
public final class ContentLines implements Closeable {

    /**
     * A line.
     *
     * @param number its number, from 1
     * @param text the line without its end
     * @param end its end: LF, CR LF, or nothing at the end of the input
     */
    record Line(long number, String text, String end) {}

    private final InputBytes bytes;
    private final LineReader lines;
    private final String expected;

    /** Lines that were read already: to find out whether blank lines end the input, or as a part of a record that is incomplete. */
    private final Deque<Line> ahead = new ArrayDeque<>();

    private @Nullable BadLineException badAhead;

    /** @param expected the content of a line, for the message about a blank one */
    public ContentLines(InputBytes bytes, String expected) {
        this.bytes = bytes;
        this.lines = new LineReader(bytes.stream());
        this.expected = expected;
    }

    /**
     * Returns the next line, or null if only blank lines follow.
     *
     * @throws BadLineException if the line is not UTF-8, too long or blank. Of several blank lines the first stands for all
     */
    @Nullable
    Line next() throws IOException, BadLineException {
        Line line = any();
        if (line == null || !line.text().isBlank()) {
            return line;
        }
        BadLineException blank = new BadLineException(line.number(), "empty; expected " + expected);
        Line after;
        do {
            try {
                after = any();
            } catch (BadLineException e) {
                badAhead = e;
                throw blank;
            }
            if (after == null) {
                return null;
            }
        } while (after.text().isBlank());
        ahead.addFirst(after);
        throw blank;
    }

    /** Returns the next line, blank or not; null at the end. */
    @Nullable
    Line any() throws IOException, BadLineException {
        if (!ahead.isEmpty()) {
            return ahead.removeFirst();
        }
        if (badAhead != null) {
            BadLineException bad = badAhead;
            badAhead = null;
            throw bad;
        }
        String text = lines.next();
        return text == null ? null : new Line(lines.number(), text, lines.lineEnd());
    }

    /** The next calls return these lines again. */
    void putBack(List<Line> read) {
        for (int i = read.size() - 1; i >= 0; i--) {
            ahead.addFirst(read.get(i));
        }
    }

    /** The next call throws this again, after the lines that were put back. */
    void putBack(BadLineException bad) {
        badAhead = bad;
    }

    /** As {@link Passages#share()}. */
    double share() {
        return bytes.share();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
