package ai.magibu.cli.embed;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.ProgressLine;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.InputLine;
import ai.magibu.cli.lines.LineGroups;
import ai.magibu.cli.rows.EmbeddingOutput;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Passage;
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
    private final EmbeddingOutput output;
    private final ProgressLine progress;
    private long texts;
    private long truncatedTexts;

    EmbeddingJob(LineGroups groups, Encoder encoder, EmbeddingOutput output, ProgressLine progress) {
        this.groups = groups;
        this.encoder = encoder;
        this.output = output;
        this.progress = progress;
    }

    /** Returns the number of written texts. */
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
        output.append(lines, embeddings);
        texts += lines.size();
        truncatedTexts += embeddings.stream().filter(Embedding::truncated).count();
        progress.update(lines.size(), embeddings.stream().mapToLong(Embedding::tokens).sum(), groups.share());
    }
}
