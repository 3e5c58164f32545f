package ai.magibu.cli.embed;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.ProgressLine;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.BadLines;
import ai.magibu.cli.lines.LineGroups;
import ai.magibu.cli.lines.Passages;
import ai.magibu.cli.options.Choice;
import ai.magibu.cli.options.EmbedderOptions;
import ai.magibu.cli.options.ModelOptions;
import ai.magibu.cli.options.OutputOption;
import ai.magibu.cli.options.PassageOptions;
import ai.magibu.cli.options.Program;
import ai.magibu.cli.options.ProgressOptions;
import ai.magibu.cli.options.SkipBadOption;
import ai.magibu.cli.rows.EmbeddingOutput;
import ai.magibu.cli.rows.OutputFormat;
import ai.magibu.cli.rows.Resumption;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code embed}: texts in, embeddings out. */
@Command(
        name = "embed",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Embed texts: a file of texts in, a file of embeddings out, in the same order.",
                "",
                "In:   {\"id\": 7, \"title\": \"...\", \"text\": \"...\"}   (id: any scalar; id and title may be left out)",
                "Out:  {\"id\":7,\"embedding\":[0.01,...],\"tokens\":12,\"truncated\":false}   (id as it was given)",
                "",
                "Other input formats are CSV and TSV with a header, plain lines, and Parquet; other output formats are .npy (only the "
                        + "vectors) and Parquet. DuckDB reads and writes Parquet; its jar must be next to this one.",
                "",
                "Files of any size take the same memory. Empty lines at the end are ignored. A bad line or row "
                        + "ends the run with its number and status 2, unless --skip-bad is given; the texts before it are kept. "
                        + "A run that fails or is stopped leaves what it has done, and --resume continues it. "
                        + "A Parquet file is in FILE.part until it is complete.",
                ""
        })
public final class EmbedCommand implements Callable<Integer> {

    @ParentCommand
    private Program cli;

    @Mixin
    private ModelOptions model;

    @Mixin
    private PassageOptions passages;

    @Mixin
    private OutputOption output;

    @Option(
            names = "--output-format",
            paramLabel = "jsonl|npy|parquet",
            converter = OutputFormatConverter.class,
            description = "Format of --output. Default: by the ending of its name, npy or parquet, or else jsonl.")
    private @Nullable OutputFormat outputFormat;

    @Mixin
    private SkipBadOption skipBad;

    @Mixin
    private EmbedderOptions embedderOptions;

    @Mixin
    private ProgressOptions progress;

    @Override
    public Integer call() throws BadLineException, FileFailure {
        output.check(passages);
        skipBad.check(passages, output);
        ProgressLine progressLine = progress.line(cli.streams());
        // Opened before the model is loaded, so that a wrong name is found at once.
        try (Passages in = passages.open(cli.streams(), false);
                EmbeddingOutput out = output.open(cli.streams(), outputFormat);
                MagibuEmbedder embedder =
                        progressLine.during("loading the model ...", () -> embedderOptions.load(model.source(cli)));
                BadLines badLines = skipBad.open(out.earlierRows() > 0)) {
            EncodeOptions options = passages.encodeOptions();
            LineGroups groups = passages.groups(in, embedder, badLines);
            long kept = new Resumption(out, output.name(), badLines)
                    .skip(groups, (line, row) -> embedder.embed(line.passage(), options).vector());
            out.start(kept, embedder.dimension());
            progressLine.start(kept, groups.share());
            EmbeddingJob job = new EmbeddingJob(groups, texts -> embedder.embed(texts, options), out, progressLine);
            try {
                job.run();
            } finally {
                progressLine.finish();
                warnOfTruncation(job, embedder.maxTokens(), out.hasDetails());
            }
            out.finish();
            skipBad.warn(badLines, cli.streams());
        } catch (IOException e) {
            throw FileFailure.reading(passages.inputName(), e);
        }
        return ExitCode.OK;
    }

    private void warnOfTruncation(EmbeddingJob job, int maxTokens, boolean marked) {
        if (job.truncatedTexts() > 0) {
            cli.streams()
                    .err()
                    .println("magibu: warning: " + job.truncatedTexts() + " of " + job.texts() + " texts had more than "
                            + maxTokens + " tokens and were cut" + (marked ? "; their lines say \"truncated\":true" : ""));
        }
    }

    private static final class OutputFormatConverter implements ITypeConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String value) {
            return Choice.of(OutputFormat.class, value);
        }
    }
}
