package ai.magibu.cli.options;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.source.ModelSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the model is loaded and what it does with texts: one option for each setting of the embedder's builder. */
public final class EmbedderOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Most tokens per text, prompt and special tokens included. Default: the model's limit.")
    private @Nullable Integer maxTokens;

    @Option(
            names = "--on-too-long",
            paramLabel = "truncate|fail",
            converter = OnTooLongConverter.class,
            description = "What happens to a longer text: cut it and say so, or treat its line as a bad one. Default: truncate.")
    private OnTooLong onTooLong = OnTooLong.TRUNCATE;

    @Option(
            names = "--dimensions",
            paramLabel = "N",
            description = "Cut the embeddings to their first N components, normalized again. Default: all.")
    private @Nullable Integer dimensions;

    @Mixin
    private RuntimeOptions runtime;

    /** Loads the model; a setting out of range is a mistake in the options. */
    public MagibuEmbedder load(ModelSource model) {
        return load(model, runtime.precision());
    }

    /** As {@link #load(ModelSource)}, in another precision than the options'; null for the default. */
    public MagibuEmbedder load(ModelSource model, @Nullable Precision precision) {
        try {
            return runtime.settings(model)
                    .precision(precision)
                    .maxTokens(maxTokens)
                    .onTooLong(onTooLong)
                    .dimensions(dimensions)
                    .load();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    public static final class OnTooLongConverter implements ITypeConverter<OnTooLong> {
        @Override
        public OnTooLong convert(String value) {
            return Choice.of(OnTooLong.class, value);
        }
    }
}
