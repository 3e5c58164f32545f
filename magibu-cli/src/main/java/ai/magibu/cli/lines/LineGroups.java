package ai.magibu.cli.lines;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.api.UnknownTokenException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines and passes them on in groups, in their order. Holds one group at a time, so that memory does not grow with the
 * input. If a line is bad and not skipped, every line before it has been passed on.
 */
public final class LineGroups {

    /** Enough texts for the core to sort by length and fill its batches. */
    static final int MAX_LINES = 256;
    /** Limits a group of long texts. A longer text is a group of its own. */
    static final int MAX_CHARACTERS = 1 << 20;

    /** Consumes a group. Embeds all of it before it keeps any, because a rejected text rejects the whole call. */
    @FunctionalInterface
    public interface Sink {
        void accept(List<InputLine> lines) throws FileFailure;
    }

    private final PassageReader reader;
    private final String inputName;
    private final BadLines badLines;
    private @Nullable InputLine first;

    public LineGroups(PassageReader reader, String inputName, BadLines badLines) {
        this.reader = reader;
        this.inputName = inputName;
        this.badLines = badLines;
    }

    /** {@link #next} returns the line again. */
    void putBack(InputLine line) {
        first = line;
    }

    /** Returns the next usable line, or null at the end. Bad lines are skipped if the options say so. */
    public @Nullable InputLine next() throws BadLineException, FileFailure {
        if (first != null) {
            InputLine line = first;
            first = null;
            return line;
        }
        while (true) {
            try {
                InputLine line = reader.next();
                if (line == null || !badLines.isKnown(line.number())) {
                    return line;
                }
            } catch (BadLineException e) {
                badLines.add(e);
            } catch (IOException e) {
                throw FileFailure.reading(inputName, e);
            }
        }
    }

    public void forEach(Sink sink) throws BadLineException, FileFailure {
        List<InputLine> group = new ArrayList<>(MAX_LINES);
        do {
            group.clear();
            BadLineException badLine = fill(group);
            process(group, sink);
            if (badLine != null) {
                throw badLine;
            }
        } while (!group.isEmpty());
    }

    /** Adds lines until the group is full or the input ends; returns what is wrong with the line that ended it early. */
    private @Nullable BadLineException fill(List<InputLine> group) throws FileFailure {
        long characters = 0;
        try {
            while (group.size() < MAX_LINES && characters < MAX_CHARACTERS) {
                InputLine line = next();
                if (line == null) {
                    return null;
                }
                group.add(line);
                characters += line.passage().text().length();
            }
            return null;
        } catch (BadLineException e) {
            return e;
        }
    }

    private void process(List<InputLine> lines, Sink sink) throws BadLineException, FileFailure {
        if (lines.isEmpty()) {
            return;
        }
        try {
            sink.accept(lines);
        } catch (TextTooLongException e) {
            rejected(
                    lines,
                    sink,
                    e.index(),
                    "the text has " + e.tokens() + " tokens, prompt and special tokens included; the limit is " + e.limit());
        } catch (UnknownTokenException e) {
            rejected(
                    lines,
                    sink,
                    e.index(),
                    "the text contains a special token (id " + e.tokenId() + ") that the model has no embedding for");
        } catch (IllegalArgumentException e) { // one of the texts; the message counts from the group's first
            if (lines.size() == 1) {
                badLines.add(new BadLineException(lines.get(0).number(), String.valueOf(e.getMessage()).replaceFirst("^text 0: ", "")));
            } else {
                process(lines.subList(0, lines.size() / 2), sink);
                process(lines.subList(lines.size() / 2, lines.size()), sink);
            }
        }
    }

    /** One rejected text rejects the whole call. The lines before it are processed first, and may contain another one. */
    private void rejected(List<InputLine> lines, Sink sink, int index, String reason) throws BadLineException, FileFailure {
        process(lines.subList(0, index), sink);
        badLines.add(new BadLineException(lines.get(index).number(), reason));
        process(lines.subList(index + 1, lines.size()), sink);
    }
}
