package ai.magibu.cli.options;

import ai.magibu.embedding.EmbedderSettings;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.source.ModelSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The device, precision and threads of the model, and its cache. */
public final class RuntimeOptions {

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|cuda[:N]",
            converter = DeviceConverter.class,
            description = "Where the model runs; auto uses CUDA if it works. Default: auto.")
    private Device device = Device.AUTO;

    @Option(
            names = "--precision",
            paramLabel = "fp32|int8|bf16",
            converter = PrecisionConverter.class,
            description = "fp32 gives the reference's vectors; int8 (CPU) is faster and smaller, but its vectors differ slightly; "
                    + "bf16 needs CUDA, or a processor with AMX or AVX512-BF16. Default: fp32; for an exported model its own.")
    private @Nullable Precision precision;

    @Option(
            names = "--tf32",
            description = "Lets CUDA round the inputs of float32 products to TF32, for speed; the vectors differ slightly.")
    private boolean tf32;

    @Option(names = "--threads", paramLabel = "N", description = "Threads on the CPU, 1 to 1,024. Default: one per physical core.")
    private @Nullable Integer threads;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Folder of the compiled graph, which later runs reuse. Default: the user's cache folder.")
    private @Nullable Path cache;

    /** Null for the default. */
    @Nullable
    Precision precision() {
        return precision;
    }

    /** Null for the default. */
    public @Nullable Integer threads() {
        return threads;
    }

    /**
     * Returns a builder with these settings.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public EmbedderSettings.Builder settings(ModelSource model) {
        return EmbedderSettings.builder().model(model).device(device).precision(precision).tf32(tf32).threads(threads)
                .cacheDirectory(cache);
    }

    public static final class PrecisionConverter implements ITypeConverter<Precision> {
        @Override
        public Precision convert(String value) {
            return Choice.of(Precision.class, value);
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
}
