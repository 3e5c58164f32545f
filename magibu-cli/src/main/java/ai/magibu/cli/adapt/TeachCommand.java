package ai.magibu.cli.adapt;

import ai.magibu.adaptation.TeacherVectors;
import ai.magibu.adaptation.TeacherVectors.Result;
import ai.magibu.adaptation.TeacherVectors.Settings;
import ai.magibu.adaptation.corpus.Corpus;
import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.io.TerminalLine;
import ai.magibu.cli.options.EmbedderOptions.OnTooLongConverter;
import ai.magibu.cli.options.Program;
import ai.magibu.cli.options.ProgressOptions;
import ai.magibu.cli.options.RuntimeOptions;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.ModelInfo;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.source.ModelSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

/** {@code adapt teach}: a teacher's vectors, which a student learns from. */
@Command(
        name = "teach",
        sortOptions = false,
        sortSynopsis = false,
        description = {
                "Embed texts with the teacher, for a student to learn from.",
                "",
                "Writes Parquet files with the columns lang, text and teacher_embedding_final, and manifest.json. A run that was stopped "
                        + "continues behind its last whole file when the command is run again.",
                ""
        })
public final class TeachCommand implements Callable<Integer> {

    /** Attention in training needs memory for every pair of tokens. */
    private static final int MAX_TOKENS = 512;

    @ParentCommand
    private AdaptCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--teacher",
            required = true,
            paramLabel = "MODEL",
            description = "A folder with the model's published files or an exported one, or owner/name or owner/name@revision on the "
                    + "Hugging Face hub.")
    private String teacher;

    @Option(
            names = "--corpus",
            required = true,
            paramLabel = "LANGUAGE=FILE",
            converter = LanguageFile.Converter.class,
            description = "Texts, such as tr=news.txt: one text on each line (*.txt, *.md), JSON lines with a member text (*.jsonl), Parquet with a "
                    + "column text (*.parquet), or a folder of these. Repeat it for more files and languages.")
    private List<LanguageFile> corpora = List.of();

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "A new folder, or that of a stopped run.")
    private Path output;

    @Option(
            names = "--prompt",
            paramLabel = "NAME",
            description = "The prompt before each text: none, query, document, or a name from the model. The column text has it too, because "
                    + "the student reads that column. Default: none.")
    private String prompt = "none";

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Most tokens per text, prompt and special tokens included. Default: 512, or the model's limit if it is lower.")
    private @Nullable Integer maxTokens;

    @Option(
            names = "--on-too-long",
            paramLabel = "truncate|fail",
            converter = OnTooLongConverter.class,
            description = "What happens to a longer text: cut and count it, or end the run. Default: truncate.")
    private OnTooLong onTooLong = OnTooLong.TRUNCATE;

    @Option(
            names = "--rows-per-shard",
            paramLabel = "N",
            description = "Rows in a file, 1 to 50,000; a stopped run loses at most one file. Default: 8192.")
    private int rowsPerShard = Settings.defaults().rowsPerShard();

    @Mixin
    private RuntimeOptions runtime;

    @Mixin
    private ProgressOptions progress;

    @Override
    public Integer call() throws FileFailure {
        Program cli = parent.cli();
        Settings settings = settings();
        List<Corpus> texts = corpora.stream().map(LanguageFile::corpus).toList();
        TerminalLine line = progress.terminalLine(cli.streams());
        TeachLine teachLine = new TeachLine(line, System::nanoTime);
        Result result;
        try (MagibuEmbedder embedder = load(cli.source(teacher, spec.commandLine()))) {
            line.show("reading the texts ...");
            result = TeacherVectors.write(embedder, texts, output, settings, teachLine::update);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } finally {
            line.clear();
        }
        print(cli.streams().outText(), result);
        cli.streams().finishText();
        return ExitCode.OK;
    }

    private Settings settings() {
        if (prompt.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--prompt must not be blank; none stands for no prompt");
        }
        try {
            return new Settings(Prompt.parse(prompt), rowsPerShard);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private MagibuEmbedder load(ModelSource source) {
        try {
            int limit = maxTokens == null ? Math.min(MAX_TOKENS, ModelInfo.read(source).maxTokens()) : maxTokens;
            return runtime.settings(source).maxTokens(limit).onTooLong(onTooLong).load();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void print(PrintWriter out, Result result) {
        out.printf(Locale.ROOT, "%,d texts in %s", result.rows(), output);
        if (result.kept() > 0) {
            out.printf(Locale.ROOT, ", %,d of them from an earlier run", result.kept());
        }
        out.println();
        if (result.truncated() > 0) {
            out.printf(Locale.ROOT, "Texts with more tokens than the limit, which were cut: %,d%n", result.truncated());
        }
    }
}
