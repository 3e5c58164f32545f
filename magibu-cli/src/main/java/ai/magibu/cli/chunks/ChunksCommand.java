package ai.magibu.cli.chunks;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.ProgressLine;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.BadLines;
import ai.magibu.cli.lines.InputLine;
import ai.magibu.cli.lines.LineGroups;
import ai.magibu.cli.lines.Passages;
import ai.magibu.cli.options.EmbedderOptions;
import ai.magibu.cli.options.ModelOptions;
import ai.magibu.cli.options.OutputOption;
import ai.magibu.cli.options.PassageOptions;
import ai.magibu.cli.options.Program;
import ai.magibu.cli.options.ProgressOptions;
import ai.magibu.cli.options.SkipBadOption;
import ai.magibu.cli.rows.JsonlOutput;
import ai.magibu.cli.rows.Resumption;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.Span;
import java.io.IOException;
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
                "One line for each span, in their order. Other input formats are those of 'embed'; they have no spans. Spans count UTF-16 units, as Java and JavaScript do; without them a text is "
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
        ProgressLine progressLine = progress.line(cli.streams());
        try (Passages in = passages.open(cli.streams(), true);
                JsonlOutput out = output.openJsonl(cli.streams());
                MagibuEmbedder embedder =
                        progressLine.during("loading the model ...", () -> embedderOptions.load(model.source(cli)));
                BadLines badLines = skipBad.open(out.earlierRows() > 0)) {
            LineGroups lines = passages.single(in, embedder, badLines);
            DocumentChunks documents = new DocumentChunks(lines, embedder, passages.encodeOptions(), chunkTokens);
            long kept = new Resumption(out, output.name(), badLines).skip(lines, documents);
            out.start(kept, embedder.dimension());
            progressLine.start(0, lines.share());
            try {
                embed(lines, documents, out, badLines, progressLine);
            } finally {
                progressLine.finish();
                warnOfTruncation(embedder.maxTokens());
            }
            out.finish();
            skipBad.warn(badLines, cli.streams());
        } catch (IOException e) {
            throw FileFailure.reading(passages.inputName(), e);
        }
        return ExitCode.OK;
    }

    private void embed(LineGroups lines, DocumentChunks documents, JsonlOutput out, BadLines badLines, ProgressLine progressLine)
            throws BadLineException, FileFailure {
        for (List<InputLine> group = lines.next(); !group.isEmpty(); group = lines.next()) {
            for (InputLine line : group) {
                try {
                    List<Span> spans = documents.spans(line);
                    List<Embedding> embeddings = documents.embed(line, spans);
                    out.append(line, spans, embeddings);
                    chunks += embeddings.size();
                    truncatedChunks += embeddings.stream().filter(Embedding::truncated).count();
                    progressLine.update(1, embeddings.stream().mapToLong(Embedding::tokens).sum(), lines.share());
                } catch (BadLineException e) {
                    badLines.add(e);
                }
            }
        }
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
