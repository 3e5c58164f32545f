package ai.magibu.cli;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.api.UnknownTokenException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines, embeds them in chunks and writes them in the same order. Holds one chunk at a time, so that memory does not
 * grow with the input. When a line is bad, every line before it has been written.
 */
final class EmbeddingJob {

    /** Enough texts for the core to sort by length and fill its batches. */
    static final int CHUNK_LINES = 256;
    /** Bounds a chunk of long texts; one text may be longer, and is then a chunk of its own. */
    static final int CHUNK_CHARACTERS = 1 << 20;

    /** What embeds: the model, or a test's stand-in. */
    @FunctionalInterface
    interface Encoder {
        List<Embedding> encode(List<Passage> passages);
    }

    private final PassageReader reader;
    private final String inputName;
    private final Encoder encoder;
    private final EmbeddingWriter writer;
    private final String outputName;
    private final ProgressLine progress;
    private long texts;
    private long truncatedTexts;

    EmbeddingJob(
            PassageReader reader,
            String inputName,
            Encoder encoder,
            EmbeddingWriter writer,
            String outputName,
            ProgressLine progress) {
        this.reader = reader;
        this.inputName = inputName;
        this.encoder = encoder;
        this.writer = writer;
        this.outputName = outputName;
        this.progress = progress;
    }

    /** Lines written. */
    long texts() {
        return texts;
    }

    /** How many of them were cut. */
    long truncatedTexts() {
        return truncatedTexts;
    }

    void run() throws BadLineException, FileFailure {
        List<InputLine> chunk = new ArrayList<>(CHUNK_LINES);
        do {
            chunk.clear();
            BadLineException badLine = fill(chunk);
            process(chunk);
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
                InputLine line = reader.next();
                if (line == null) {
                    return null;
                }
                chunk.add(line);
                characters += line.passage().text().length();
            }
            return null;
        } catch (BadLineException e) {
            return e;
        } catch (IOException e) {
            throw FileFailure.reading(inputName, e);
        }
    }

    private void process(List<InputLine> lines) throws BadLineException, FileFailure {
        if (lines.isEmpty()) {
            return;
        }
        List<Embedding> embeddings;
        try {
            embeddings = encoder.encode(lines.stream().map(InputLine::passage).toList());
        } catch (TextTooLongException e) {
            throw refused(
                    lines,
                    e.index(),
                    "the text has " + e.tokens() + " tokens, prompt and special tokens included; the limit is " + e.limit());
        } catch (UnknownTokenException e) {
            throw refused(
                    lines,
                    e.index(),
                    "the text spells out a special token (id " + e.tokenId() + ") that the model has no embedding for");
        }
        write(lines, embeddings);
    }

    /** One refused text refuses the whole call. The lines before it are processed first, and may hold another one. */
    private BadLineException refused(List<InputLine> lines, int index, String reason) throws BadLineException, FileFailure {
        process(lines.subList(0, index));
        return new BadLineException(lines.get(index).number(), reason);
    }

    private void write(List<InputLine> lines, List<Embedding> embeddings) throws FileFailure {
        long tokens = 0;
        try {
            for (int i = 0; i < lines.size(); i++) {
                Embedding embedding = embeddings.get(i);
                writer.write(lines.get(i).id(), embedding);
                tokens += embedding.tokens();
                texts++;
                if (embedding.truncated()) {
                    truncatedTexts++;
                }
            }
            writer.flush();
        } catch (IOException e) {
            throw FileFailure.writing(outputName, e);
        }
        progress.update(lines.size(), tokens);
    }
}
