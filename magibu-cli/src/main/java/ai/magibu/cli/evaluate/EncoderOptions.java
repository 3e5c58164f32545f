package ai.magibu.cli.evaluate;

import ai.magibu.cli.io.TerminalLine;
import ai.magibu.cli.options.Choice;
import ai.magibu.cli.options.EmbedderOptions;
import ai.magibu.cli.options.Program;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.evaluation.encoder.MagibuTextEncoder;
import ai.magibu.evaluation.encoder.MagibuTextEncoder.Prompts;
import ai.magibu.evaluation.encoder.StoredVectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The model that is evaluated, or its vectors. */
public final class EncoderOptions {

    private static final List<String> MODEL_OPTIONS =
            List.of("--prompts", "--max-tokens", "--on-too-long", "--dimensions", "--precision");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    // Not required, because a command below "evaluate" has its own.
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "A folder with the model's published files or an exported one, or owner/name or owner/name@revision on the "
                    + "Hugging Face hub, downloaded once. With --vectors only the name in the results. "
                    + "Default: the environment variable MAGIBU_MODEL.")
    private @Nullable String model;

    @Option(
            names = "--vectors",
            paramLabel = "FILE|DIR",
            description = "Vectors instead of a model: JSON lines {\"text\": \"...\", \"embedding\": [0.1, ...]}, one file or all *.jsonl "
                    + "files of a folder.")
    private @Nullable Path vectors;

    @Option(
            names = "--prompts",
            paramLabel = "none|published",
            converter = PromptsConverter.class,
            description = "The prompts before the texts: none, as in the model card's figures, or those that the model defines for the "
                    + "task, its type, queries and documents. Default: none.")
    private Prompts prompts = Prompts.NONE;

    @Mixin
    private EmbedderOptions embedder;

    /** Loads the model, or reads the vectors. */
    OpenEncoder open(Program cli, TerminalLine progress) {
        if (model != null && model.isBlank()) {
            throw new ParameterException(command.commandLine(), "--model is empty");
        }
        if (vectors != null) {
            rejectModelOptions();
            String name = model == null ? Objects.requireNonNullElse(vectors.getFileName(), vectors).toString() : model;
            return new OpenEncoder(StoredVectors.read(vectors, name), () -> {});
        }
        String chosen = model == null ? cli.defaultModel() : model;
        if (chosen == null) {
            throw new ParameterException(
                    command.commandLine(), "--model, the environment variable MAGIBU_MODEL or --vectors is needed");
        }
        progress.show("loading the model ...");
        try {
            MagibuEmbedder loaded = embedder.load(cli.source(chosen, command.commandLine()));
            return new OpenEncoder(new MagibuTextEncoder(loaded, prompts), loaded::close);
        } finally {
            progress.clear();
        }
    }

    /** Stored vectors do not change with these options, so a report that names them would be wrong. */
    private void rejectModelOptions() {
        ParseResult given = command.commandLine().getParseResult();
        for (String option : MODEL_OPTIONS) {
            if (given.hasMatchedOption(option)) {
                throw new ParameterException(
                        command.commandLine(), option + " does not apply to --vectors. Compute other vectors for other settings");
            }
        }
    }

    private static final class PromptsConverter implements ITypeConverter<Prompts> {
        @Override
        public Prompts convert(String value) {
            return Choice.of(Prompts.class, value);
        }
    }
}
