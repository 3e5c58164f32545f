package ai.magibu.cli;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Prompt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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

    private static final Path STANDARD_STREAM = Path.of("-");

    private enum Progress {
        AUTO,
        ON,
        OFF
    }

    @ParentCommand
    private MagibuCli cli;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model;

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "JSON lines in UTF-8; - for stdin.")
    private Path input;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "Where the embeddings go; - for stdout. A file that exists is replaced.")
    private Path output;

    @Option(
            names = "--prompt",
            paramLabel = "NAME",
            converter = PromptConverter.class,
            description = "What the texts are: query, document, none, default (the model's own choice), or another of the "
                    + "prompts that 'info' lists. Titles need a prompt with a place for them, such as document. "
                    + "Default: default.")
    private Prompt prompt = Prompt.DEFAULT;

    @Mixin
    private EmbedderOptions embedderOptions;

    @Option(
            names = "--progress",
            paramLabel = "auto|on|off",
            converter = ProgressConverter.class,
            description = "A progress line on stderr; auto shows it on a terminal. Default: auto.")
    private Progress progress = Progress.AUTO;

    @Override
    public Integer call() throws BadLineException, FileFailure {
        refuseOutputOverInput();
        ProgressLine progressLine = new ProgressLine(cli.streams().err(), showsProgress(), System::nanoTime);
        // Opened before the model is loaded, so that a wrong name is found at once.
        try (InputStream in = openInput();
                MagibuEmbedder embedder = load(progressLine)) {
            embed(new PassageReader(new LineReader(in), acceptsTitles(embedder), prompt.toString()), embedder, progressLine);
        } catch (IOException e) {
            throw FileFailure.reading(inputName(), e);
        }
        return ExitCode.OK;
    }

    private MagibuEmbedder load(ProgressLine progressLine) {
        progressLine.announce("loading the model ...");
        try {
            return embedderOptions.load(model.directory());
        } finally {
            progressLine.finish();
        }
    }

    private void embed(PassageReader reader, MagibuEmbedder embedder, ProgressLine progressLine)
            throws BadLineException, FileFailure {
        EncodeOptions options = EncodeOptions.of(prompt);
        try (OutputStream out = openOutput();
                EmbeddingWriter writer = new EmbeddingWriter(out)) {
            EmbeddingJob job = new EmbeddingJob(
                    reader, inputName(), passages -> embedder.embed(passages, options), writer, outputName(), progressLine);
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

    private boolean acceptsTitles(MagibuEmbedder embedder) {
        try {
            return embedder.acceptsTitle(prompt);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
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

    private boolean showsProgress() {
        return progress == Progress.ON
                || (progress == Progress.AUTO && cli.streams().errIsTerminal().getAsBoolean());
    }

    private void refuseOutputOverInput() throws FileFailure {
        if (input.equals(STANDARD_STREAM) || output.equals(STANDARD_STREAM)) {
            return;
        }
        try {
            if (Files.isRegularFile(output) && Files.isSameFile(input, output)) {
                throw new ParameterException(spec.commandLine(), "--output is the input file; it would be overwritten");
            }
        } catch (IOException e) {
            throw FileFailure.reading(inputName(), e);
        }
    }

    private InputStream openInput() throws IOException {
        return input.equals(STANDARD_STREAM) ? cli.streams().in() : Files.newInputStream(input);
    }

    private OutputStream openOutput() throws IOException {
        return output.equals(STANDARD_STREAM) ? cli.streams().out() : Files.newOutputStream(output);
    }

    private String inputName() {
        return input.equals(STANDARD_STREAM) ? "stdin" : input.toString();
    }

    private String outputName() {
        return output.equals(STANDARD_STREAM) ? "stdout" : output.toString();
    }

    private static final class PromptConverter implements ITypeConverter<Prompt> {
        @Override
        public Prompt convert(String value) {
            try {
                return Prompt.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private static final class ProgressConverter implements ITypeConverter<Progress> {
        @Override
        public Progress convert(String value) {
            return Choice.of(Progress.class, value);
        }
    }
}
