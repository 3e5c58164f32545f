package ai.magibu.cli.chunks;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.ProgressLine;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.BadLines;
import ai.magibu.cli.lines.EarlierOutput;
import ai.magibu.cli.lines.EmbeddingWriter;
import ai.magibu.cli.lines.InputLine;
import ai.magibu.cli.lines.LineGroups;
import ai.magibu.cli.lines.Resumption;
import ai.magibu.cli.options.EmbedderOptions;
import ai.magibu.cli.options.ModelOptions;
import ai.magibu.cli.options.OutputOption;
import ai.magibu.cli.options.PassageOptions;
import ai.magibu.cli.options.Program;
import ai.magibu.cli.options.ProgressOptions;
import ai.magibu.cli.options.SkipBadOption;
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
                "Embed the chunks of documents by late chunking: each in the context of its whole document.",
                "",
                "In:   {\"id\": 7, \"title\": \"...\", \"text\": \"...\", \"spans\": [[0, 120], [120, 300]]}",
                "Out:  {\"id\":7,\"start\":0,\"end\":120,\"embedding\":[0.01,...],\"tokens\":31,\"truncated\":false}",
                "",
                "One line for each span, in their order. Spans count UTF-16 units, as Java and JavaScript do; without them a text is "
                        + "cut at the ends of Turkish sentences. A text longer than the model's limit goes through the model "
                        + "in overlapping parts. A bad line ends the run with its number and status 2, unless --skip-bad is given; the "
                        + "lines before it are kept, and --resume continues the run.",
                ""
        })
public final class ChunksCommand implements Callable<Integer> {

    @ParentCommand
    private Program cli;

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
            description = "Maximum tokens of a chunk if a line has no spans. A chunk has at least one sentence. "
                    + "Default: ${DEFAULT-VALUE}.")
    private int chunkTokens = 256;

    @Mixin
    private SkipBadOption skipBad;

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
        output.check(passages);
        skipBad.check(passages, output);
        EarlierOutput earlier = output.earlier();
        ProgressLine progressLine = progress.line(cli.streams());
        try (InputStream in = passages.open(cli.streams());
                MagibuEmbedder embedder =
                        progressLine.during("loading the model ...", () -> embedderOptions.load(model.source(cli)));
                BadLines badLines = skipBad.open(earlier.lines() > 0)) {
            SentenceChunks sentences = new SentenceChunks(embedder.tokenizer(), chunkTokens);
            LineGroups lines = passages.groups(in, embedder, true, badLines);
            new Resumption(earlier, output.name()).skip(lines, line -> spans(line, sentences).size(), badLines, embedder.dimension());
            embed(lines, sentences, embedder, badLines, earlier, progressLine);
            skipBad.warn(badLines, cli.streams());
        } catch (IOException e) {
            throw FileFailure.reading(passages.inputName(), e);
        }
        return ExitCode.OK;
    }

    private void embed(
            LineGroups lines,
            SentenceChunks sentences,
            MagibuEmbedder embedder,
            BadLines badLines,
            EarlierOutput earlier,
            ProgressLine progressLine)
            throws BadLineException, FileFailure {
        try (OutputStream out = output.open(cli.streams(), earlier);
                EmbeddingWriter writer = new EmbeddingWriter(out)) {
            progressLine.start();
            try {
                for (InputLine line = lines.next(); line != null; line = lines.next()) {
                    try {
                        List<Span> spans = spans(line, sentences);
                        write(line, spans, embed(line, spans, embedder), writer, progressLine);
                    } catch (BadLineException e) {
                        badLines.add(e);
                    }
                }
            } finally {
                progressLine.finish();
                warnOfTruncation(embedder.maxTokens());
            }
        } catch (IOException e) {
            throw FileFailure.writing(output.name(), e);
        }
    }

    private static List<Span> spans(InputLine line, SentenceChunks sentences) throws BadLineException {
        try {
            return line.spans() == null ? sentences.of(line.passage().text()) : line.spans();
        } catch (IllegalArgumentException e) {
            throw new BadLineException(line.number(), String.valueOf(e.getMessage()));
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
                    line.number(), "the text contains a special token (id " + e.tokenId() + ") that the model has no embedding for");
        } catch (IllegalArgumentException e) {
            throw new BadLineException(line.number(), String.valueOf(e.getMessage()));
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
