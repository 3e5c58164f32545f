package ai.magibu.spark;

import ai.magibu.embedding.EmbedderSettings;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Precision;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;

/**
 * The settings by which an executor loads a model. The tasks of an executor that have equal ones share it. They travel with each task
 * and have a meaning on every machine, so they are text and numbers.
 *
 * @param model a folder, a model of the hub, or {@code files:NAME} for a file or archive that Spark distributes
 * @param maxTokens the most tokens of a text; 0 for the model's limit
 * @param threads the threads of one run; 0 for the cores of a task
 * @param cacheDirectory the folder for compiled graphs; empty for {@code magibu-USER} in the temporary folder
 */
record LoadSettings(
        String model,
        @Nullable Precision precision,
        int maxTokens,
        int threads,
        Device device,
        String cacheDirectory) implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String FILES = "files:";

    LoadSettings {
        if (model.isBlank()) {
            throw new IllegalArgumentException(
                    "no model is set: set \"model\" to a folder that every executor sees, to owner/name of the hub,"
                            + " or to files:NAME for an archive that Spark distributes");
        }
        requireNotNegative("maxTokens", maxTokens);
        requireNotNegative("threads", threads);
    }

    private static void requireNotNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
    }

    /**
     * Reads a precision.
     *
     * @param text {@code fp32}, {@code int8} or {@code bf16}; empty for the model's own
     */
    static @Nullable Precision precision(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Precision.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("precision must be fp32, int8 or bf16, not \"" + text + "\"", e);
        }
    }

    /** Returns these settings with the threads, and the GPU, that Spark gives to a task. */
    LoadSettings in(@Nullable TaskContext task) {
        int cores = task == null ? 1 : task.cpus();
        return new LoadSettings(model, precision, maxTokens, threads == 0 ? cores : threads, task == null ? device : device(task),
                cacheDirectory);
    }

    private Device device(TaskContext task) {
        ResourceInformation gpus = task.resourcesJMap().get("gpu");
        return device.kind() == Device.Kind.CUDA && gpus != null ? Device.parse("cuda:" + gpus.addresses()[0]) : device;
    }

    /** Returns these settings as the library takes them on this machine. */
    EmbedderSettings onThisMachine() {
        EmbedderSettings.Builder settings = EmbedderSettings.builder()
                .precision(precision)
                .maxTokens(maxTokens == 0 ? null : maxTokens)
                .threads(threads == 0 ? null : threads)
                .device(device)
                .cacheDirectory(cacheDirectory.isEmpty() ? temporaryCache() : Path.of(cacheDirectory));
        return (model.startsWith(FILES) ? settings.model(Path.of(SparkFiles.get(model.substring(FILES.length())))) : named(settings))
                .build();
    }

    private EmbedderSettings.Builder named(EmbedderSettings.Builder settings) {
        try {
            return settings.model(model);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("model: " + e.getMessage() + ". If only Spark can read it, pass the exported model as an"
                    + " archive, --archives FILE.zip#magibu, and set the model to files:magibu", e);
        }
    }

    /** The user's own, because users of a cluster's machine share the temporary folder, and executors may have no home. */
    private static Path temporaryCache() {
        return Path.of(System.getProperty("java.io.tmpdir"), "magibu-" + System.getProperty("user.name"));
    }
}
