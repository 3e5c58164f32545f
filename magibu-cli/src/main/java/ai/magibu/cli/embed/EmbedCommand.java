package ai.magibu.cli.embed;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.ProgressLine;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.BadLines;
import ai.magibu.cli.lines.EarlierOutput;
import ai.magibu.cli.lines.EmbeddingWriter;
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
import ai.magibu.embedding.api.EncodeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code embed}: JSON lines with texts in, JSON lines with embeddings out. */
@Command(
        name = "embed",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Embed texts: JSON lines in, JSON lines out, in the same order.",
                "",
                "In:   {\"id\": 7, \"title\": \"...\", \"text\": \"...\"}   (id: any scalar; id and title may be left out)",
                "Out:  {\"id\":7,\"embedding\":[0.01,...],\"tokens\":12,\"truncated\":false}   (id as it was given)",
                "",
                "Files of any size take the same memory. Other keys are ignored, and so are empty lines at the end. A bad line "
                        + "ends the run with its number and status 2, unless --skip-bad is given; the lines before it are kept. "
                        + "The output is written in place, so a run that fails or is stopped leaves what it has done, and "
                        + "--resume continues it.",
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
        EarlierOutput earlier = output.earlier();
        ProgressLine progressLine = progress.line(cli.streams());
        // Opened before the model is loaded, so that a wrong name is found at once.
        try (InputStream in = passages.open(cli.streams());
                MagibuEmbedder embedder =
                        progressLine.during("loading the model ...", () -> embedderOptions.load(model.source(cli)));
                BadLines badLines = skipBad.open(earlier.lines() > 0)) {
            LineGroups groups = passages.groups(in, embedder, false, badLines);
            new Resumption(earlier, output.name()).skip(groups, line -> 1, badLines, embedder.dimension());
            embed(groups, embedder, earlier, progressLine);
            skipBad.warn(badLines, cli.streams());
        } catch (IOException e) {
            throw FileFailure.reading(passages.inputName(), e);
        }
        return ExitCode.OK;
    }

    private void embed(LineGroups groups, MagibuEmbedder embedder, EarlierOutput earlier, ProgressLine progressLine)
            throws BadLineException, FileFailure {
        EncodeOptions options = passages.encodeOptions();
        try (OutputStream out = output.open(cli.streams(), earlier);
                EmbeddingWriter writer = new EmbeddingWriter(out)) {
            EmbeddingJob job =
                    new EmbeddingJob(groups, texts -> embedder.embed(texts, options), writer, output.name(), progressLine);
            progressLine.start();
            try {
                job.run();
            } finally {
                progressLine.finish();
                warnOfTruncation(job, embedder.maxTokens());
            }
        } catch (IOException e) {
            throw FileFailure.writing(output.name(), e);
        }
    }

    private void warnOfTruncation(EmbeddingJob job, int maxTokens) {
        if (job.truncatedTexts() > 0) {
            cli.streams()
                    .err()
                    .println("magibu: warning: " + job.truncatedTexts() + " of " + job.texts() + " texts had more than "
                            + maxTokens + " tokens and were cut; their lines say \"truncated\":true");
        }
    }
}
