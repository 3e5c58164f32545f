package ai.magibu.cli.embed;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.ProgressLine;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.EmbeddingWriter;
import ai.magibu.cli.lines.InputLine;
import ai.magibu.cli.lines.LineGroups;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Passage;
import java.io.IOException;
import java.util.List;

/** Embeds lines group by group and writes them in the same order. If a line is bad, every line before it has been written. */
final class EmbeddingJob {

    /** The model, or a substitute in tests. */
    @FunctionalInterface
    interface Encoder {
        List<Embedding> encode(List<Passage> passages);
    }

    private final LineGroups groups;
    private final Encoder encoder;
    private final EmbeddingWriter writer;
    private final String outputName;
    private final ProgressLine progress;
    private long texts;
    private long truncatedTexts;

    EmbeddingJob(
            LineGroups groups, Encoder encoder, EmbeddingWriter writer, String outputName, ProgressLine progress) {
        this.groups = groups;
        this.encoder = encoder;
        this.writer = writer;
        this.outputName = outputName;
        this.progress = progress;
    }

    /** Returns the number of written lines. */
    long texts() {
        return texts;
    }

    /** Returns the number of truncated texts among them. */
    long truncatedTexts() {
        return truncatedTexts;
    }

    void run() throws BadLineException, FileFailure {
        groups.forEach(lines -> write(lines, encoder.encode(InputLine.passages(lines))));
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
