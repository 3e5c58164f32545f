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

    private final Passages passages;
    private final String inputName;
    private final BadLines badLines;
    private final int maxLines;
    private List<InputLine> putBack = List.of();
    private @Nullable BadLineException badLine;
    private @Nullable FileFailure failure;

    private LineGroups(Passages passages, String inputName, BadLines badLines, int maxLines) {
        this.passages = passages;
        this.inputName = inputName;
        this.badLines = badLines;
        this.maxLines = maxLines;
    }

    /** Groups of many lines, which depend on the input alone. */
    public static LineGroups of(Passages passages, String inputName, BadLines badLines) {
        return new LineGroups(passages, inputName, badLines, MAX_LINES);
    }

    /** Makes each line a group of its own. */
    public static LineGroups single(Passages passages, String inputName, BadLines badLines) {
        return new LineGroups(passages, inputName, badLines, 1);
    }

    /** {@link #next} returns the group again. */
    public void putBack(List<InputLine> group) {
        putBack = group;
    }

    /** As {@link Passages#share()}. */
    public double share() {
        return passages.share();
    }

    /** Returns the exception for a line that cannot be used. */
    public BadLineException bad(InputLine line, String reason) {
        return new BadLineException(passages.unit(), line.number(), reason);
    }

    /**
     * Returns the next group, empty at the end. Bad lines are skipped if the options say so. Otherwise, and if the input cannot be read,
     * the lines before are returned first.
     */
    public List<InputLine> next() throws BadLineException, FileFailure {
        List<InputLine> group = putBack;
        putBack = List.of();
        if (group.isEmpty()) {
            group = read();
        }
        if (group.isEmpty() && failure != null) {
            throw failure;
        }
        if (group.isEmpty() && badLine != null) {
            throw badLine;
        }
        return group;
    }

    private List<InputLine> read() throws FileFailure {
        List<InputLine> group = new ArrayList<>(maxLines);
        long characters = 0;
        while (failure == null && badLine == null && group.size() < maxLines && characters < MAX_CHARACTERS) {
            try {
                InputLine line = passages.next();
                if (line == null) {
                    return group;
                }
                group.add(line);
                characters += line.passage().text().length();
            } catch (BadLineException e) {
                skip(e);
            } catch (IOException e) {
                failure = FileFailure.reading(inputName, e);
            }
        }
        return group;
    }

    private void skip(BadLineException bad) throws FileFailure {
        try {
            badLines.add(bad);
        } catch (BadLineException e) {
            badLine = e;
        }
    }

    public void forEach(Sink sink) throws BadLineException, FileFailure {
        for (List<InputLine> group = next(); !group.isEmpty(); group = next()) {
            process(group, sink);
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
                badLines.add(bad(lines.get(0), String.valueOf(e.getMessage()).replaceFirst("^text 0: ", "")));
            } else {
                process(lines.subList(0, lines.size() / 2), sink);
                process(lines.subList(lines.size() / 2, lines.size()), sink);
            }
        }
    }

    /** One rejected text rejects the whole call. The lines before it are processed first, and may contain another one. */
    private void rejected(List<InputLine> lines, Sink sink, int index, String reason) throws BadLineException, FileFailure {
        process(lines.subList(0, index), sink);
        badLines.add(bad(lines.get(index), reason));
        process(lines.subList(index + 1, lines.size()), sink);
    }
}
