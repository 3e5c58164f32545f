package ai.magibu.cli.lines;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.api.UnknownTokenException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines and hands them on in chunks, in their order. Holds one chunk at a time, so that memory does not grow with the
 * input. When a line is bad and not skipped, every line before it has been handed on.
 */
public final class PassageChunks {

    /** Enough texts for the core to sort by length and fill its batches. */
    static final int CHUNK_LINES = 256;
    /** Bounds a chunk of long texts; one text may be longer, and is then a chunk of its own. */
    static final int CHUNK_CHARACTERS = 1 << 20;

    /** Consumes a chunk. Embeds all of it before it keeps any, because a refused text refuses the whole call. */
    @FunctionalInterface
    public interface Sink {
        void accept(List<InputLine> lines) throws FileFailure;
    }

    private final PassageReader reader;
    private final String inputName;
    private final BadLines badLines;
    private @Nullable InputLine first;

    public PassageChunks(PassageReader reader, String inputName, BadLines badLines) {
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
        List<InputLine> chunk = new ArrayList<>(CHUNK_LINES);
        do {
            chunk.clear();
            BadLineException badLine = fill(chunk);
            process(chunk, sink);
            if (badLine != null) {
                throw badLine;
            }
        } while (!chunk.isEmpty());
    }

    /** Adds lines until the chunk is full or the input ends; returns what is wrong with the line that ended it early. */
    private @Nullable BadLineException fill(List<InputLine> chunk) throws FileFailure {
        long characters = 0;
        try {
            while (chunk.size() < CHUNK_LINES && characters < CHUNK_CHARACTERS) {
                InputLine line = next();
                if (line == null) {
                    return null;
                }
                chunk.add(line);
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
            refused(
                    lines,
                    sink,
                    e.index(),
                    "the text has " + e.tokens() + " tokens, prompt and special tokens included; the limit is " + e.limit());
        } catch (UnknownTokenException e) {
            refused(
                    lines,
                    sink,
                    e.index(),
                    "the text spells out a special token (id " + e.tokenId() + ") that the model has no embedding for");
        } catch (IllegalArgumentException e) { // one of the texts; the message counts from the chunk's first
            if (lines.size() == 1) {
                badLines.add(new BadLineException(lines.get(0).number(), String.valueOf(e.getMessage()).replaceFirst("^text 0: ", "")));
            } else {
                process(lines.subList(0, lines.size() / 2), sink);
                process(lines.subList(lines.size() / 2, lines.size()), sink);
            }
        }
    }

    /** One refused text refuses the whole call. The lines before it are processed first, and may hold another one. */
    private void refused(List<InputLine> lines, Sink sink, int index, String reason) throws BadLineException, FileFailure {
        process(lines.subList(0, index), sink);
        badLines.add(new BadLineException(lines.get(index).number(), reason));
        process(lines.subList(index + 1, lines.size()), sink);
    }
}
