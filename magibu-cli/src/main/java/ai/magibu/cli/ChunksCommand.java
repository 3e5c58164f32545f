package ai.magibu.cli;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.api.UnknownTokenException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code chunks}: late chunking. JSON lines with documents in, a JSON line for each chunk out. */
@Command(
        name = "chunks",
        sortOptions = false,
        sortSynopsis = false,
        description = {
            "Embed the chunks of documents by late chunking: each in the light of its whole document.",
            "",
            "In:   {\"id\": 7, \"title\": \"...\", \"text\": \"...\", \"spans\": [[0, 120], [120, 300]]}",
            "Out:  {\"id\":7,\"start\":0,\"end\":120,\"embedding\":[0.01,...],\"tokens\":31,\"truncated\":false}",
            "",
            "One line for each span, in their order. Spans count UTF-16 units, as Java and JavaScript do; without them a text is "
                    + "cut at sentence ends. A text may be longer than the model's limit: it then goes through the model in "
                    + "overlapping windows. A bad line ends the run with its number and status 2; the lines before it are kept.",
            ""
        })
final class ChunksCommand implements Callable<Integer> {

    @ParentCommand
    private MagibuCli cli;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private PassageOptions passages;

    @Mixin
    private OutputOption output;

    @Option(
            names = "--chunk-tokens",
            paramLabel = "N",
            description = "Where a line has no spans: most tokens of a chunk, of which each holds at least one sentence. "
                    + "Default: ${DEFAULT-VALUE}.")
    private int chunkTokens = 256;

    @Mixin
    private EmbedderOptions embedderOptions;

    @Mixin
    private ProgressOptions progress;

    private long chunks;
    private long truncatedChunks;

    @Override
    public Integer call() throws BadLineException, FileFailure {
        if (chunkTokens < 1) {
            throw new ParameterException(spec.commandLine(), "--chunk-tokens must be at least 1, not " + chunkTokens);
        }
        output.refuseOver(passages);
        ProgressLine progressLine = progress.line(cli.streams());
        try (InputStream in = passages.open(cli.streams());
                MagibuEmbedder embedder =
                        progressLine.during("loading the model ...", () -> embedderOptions.load(model.source(cli)))) {
            embed(passages.reader(in, embedder, true), embedder, progressLine);
        } catch (IOException e) {
            throw FileFailure.reading(passages.inputName(), e);
        }
        return ExitCode.OK;
    }

    private void embed(PassageReader lines, MagibuEmbedder embedder, ProgressLine progressLine) throws BadLineException, FileFailure {
        SentenceChunks sentences = new SentenceChunks(embedder.tokenizer(), chunkTokens);
        try (OutputStream out = output.open(cli.streams());
                EmbeddingWriter writer = new EmbeddingWriter(out)) {
            progressLine.start();
            try {
                for (InputLine line = next(lines); line != null; line = next(lines)) {
                    List<Span> spans = line.spans() == null ? sentences.of(line.passage().text()) : line.spans();
                    write(line, spans, embed(line, spans, embedder), writer, progressLine);
                }
            } finally {
                progressLine.finish();
                warnOfTruncation(embedder.maxTokens());
            }
        } catch (IOException e) {
            throw FileFailure.writing(output.name(), e);
        }
    }

    private @Nullable InputLine next(PassageReader lines) throws BadLineException, FileFailure {
        try {
            return lines.next();
        } catch (IOException e) {
            throw FileFailure.reading(passages.inputName(), e);
        }
    }

    private List<Embedding> embed(InputLine line, List<Span> spans, MagibuEmbedder embedder) throws BadLineException {
        try {
            return embedder.embedChunks(line.passage(), spans, passages.encodeOptions());
        } catch (TextTooLongException e) {
            throw new BadLineException(line.number(), "span " + e.index() + " has " + e.tokens()
                    + " tokens, prompt and special tokens included; the limit is " + e.limit());
        } catch (UnknownTokenException e) {
            throw new BadLineException(
                    line.number(), "the text spells out a special token (id " + e.tokenId() + ") that the model has no embedding for");
        } catch (IllegalArgumentException e) {
            throw new BadLineException(line.number(), e.getMessage());
        }
    }

    private void write(InputLine line, List<Span> spans, List<Embedding> embeddings, EmbeddingWriter writer, ProgressLine progressLine)
            throws IOException {
        long tokens = 0;
        for (int i = 0; i < spans.size(); i++) {
            Embedding embedding = embeddings.get(i);
            writer.write(line.id(), spans.get(i), embedding);
            tokens += embedding.tokens();
            chunks++;
            truncatedChunks += embedding.truncated() ? 1 : 0;
        }
        writer.flush();
        progressLine.update(1, tokens);
    }

    private void warnOfTruncation(int maxTokens) {
        if (truncatedChunks > 0) {
            cli.streams()
                    .err()
                    .println("magibu: warning: " + truncatedChunks + " of " + chunks + " chunks had more tokens than fit into "
                            + maxTokens + " and were cut; their lines say \"truncated\":true");
        }
    }
}
