package ai.magibu.cli;

import static ai.magibu.cli.PassageOptions.STANDARD_STREAM;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

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
                    + "ends the run with its number and status 2; the lines before it are kept. The output is written in "
                    + "place, so a run that fails leaves what it has done.",
            ""
        })
final class EmbedCommand implements Callable<Integer> {

    @ParentCommand
    private MagibuCli cli;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Mixin
    private PassageOptions passages;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "Where the embeddings go; - for stdout. A file that exists is replaced.")
    private Path output;

    @Mixin
    private EmbedderOptions embedderOptions;

    @Mixin
    private ProgressOptions progress;

    @Override
    public Integer call() throws BadLineException, FileFailure {
        refuseOutputOverInput();
        ProgressLine progressLine = progress.line(cli.streams());
        // Opened before the model is loaded, so that a wrong name is found at once.
        try (InputStream in = passages.open(cli.streams());
                MagibuEmbedder embedder =
                        progressLine.during("loading the model ...", () -> embedderOptions.load(model.source(cli)))) {
            embed(passages.chunks(in, embedder), embedder, progressLine);
        } catch (IOException e) {
            throw FileFailure.reading(passages.inputName(), e);
        }
        return ExitCode.OK;
    }

    private void embed(PassageChunks chunks, MagibuEmbedder embedder, ProgressLine progressLine)
            throws BadLineException, FileFailure {
        EncodeOptions options = passages.encodeOptions();
        try (OutputStream out = openOutput();
                EmbeddingWriter writer = new EmbeddingWriter(out)) {
            EmbeddingJob job =
                    new EmbeddingJob(chunks, texts -> embedder.embed(texts, options), writer, outputName(), progressLine);
            progressLine.start();
            try {
                job.run();
            } finally {
                progressLine.finish();
                warnOfTruncation(job, embedder.maxTokens());
            }
        } catch (IOException e) {
            throw FileFailure.writing(outputName(), e);
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

    private void refuseOutputOverInput() throws FileFailure {
        if (passages.input().equals(STANDARD_STREAM) || output.equals(STANDARD_STREAM)) {
            return;
        }
        try {
            if (Files.isRegularFile(output) && Files.isSameFile(passages.input(), output)) {
                throw new ParameterException(spec.commandLine(), "--output is the input file; it would be overwritten");
            }
        } catch (IOException e) {
            throw FileFailure.reading(passages.inputName(), e);
        }
    }

    private OutputStream openOutput() throws IOException {
        return output.equals(STANDARD_STREAM) ? cli.streams().out() : Files.newOutputStream(output);
    }

    private String outputName() {
        return output.equals(STANDARD_STREAM) ? "stdout" : output.toString();
    }
}
