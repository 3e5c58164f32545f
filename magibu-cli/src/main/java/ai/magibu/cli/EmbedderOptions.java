package ai.magibu.cli;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Precision;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How the model is loaded and what it does with texts: one option for each setting of the embedder's builder. */
final class EmbedderOptions {

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
            description = "What happens to a longer text: cut it and say so in its line, or treat its line as a bad one. "
                    + "Default: truncate.")
    private OnTooLong onTooLong = OnTooLong.TRUNCATE;

    @Option(
            names = "--dimensions",
            paramLabel = "N",
            description = "Cut the embeddings to their first N components, normalised again. Default: all.")
    private @Nullable Integer dimensions;

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|cuda[:N]",
            converter = DeviceConverter.class,
            description = "Where the model runs; auto takes CUDA where it works. Default: auto.")
    private Device device = Device.AUTO;

    @Option(
            names = "--precision",
            paramLabel = "fp32|int8",
            converter = PrecisionConverter.class,
            description = "fp32 gives the reference's vectors; int8 is faster and smaller, for vectors that differ a little. "
                    + "Default: fp32.")
    private Precision precision = Precision.FP32;

    @Option(names = "--threads", paramLabel = "N", description = "Threads on the CPU. Default: one per physical core.")
    private @Nullable Integer threads;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where the converted model is kept for the next run. Default: the user's cache folder.")
    private @Nullable Path cache;

    /** Loads the model; a setting out of range is a mistake in the options. */
    MagibuEmbedder load(Path modelDirectory) {
        try {
            MagibuEmbedder.Builder builder =
                    MagibuEmbedder.builder().model(modelDirectory).device(device).precision(precision).onTooLong(onTooLong);
            if (maxTokens != null) {
                builder.maxTokens(maxTokens);
            }
            if (dimensions != null) {
                builder.dimensions(dimensions);
            }
            if (threads != null) {
                builder.threads(threads);
            }
            if (cache != null) {
                builder.cacheDirectory(cache);
            }
            return builder.load();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static final class DeviceConverter implements ITypeConverter<Device> {
        @Override
        public Device convert(String value) {
            try {
                return Device.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private static final class PrecisionConverter implements ITypeConverter<Precision> {
        @Override
        public Precision convert(String value) {
            return Choice.of(Precision.class, value);
        }
    }

    private static final class OnTooLongConverter implements ITypeConverter<OnTooLong> {
        @Override
        public OnTooLong convert(String value) {
            return Choice.of(OnTooLong.class, value);
        }
    }
}
