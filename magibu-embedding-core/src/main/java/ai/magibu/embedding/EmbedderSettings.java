package ai.magibu.embedding;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.hub.internal.Arguments;
import ai.magibu.hub.internal.UserCache;
import java.io.Serializable;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an embedder is loaded. Each setting is described at its method of the {@link Builder}, which is the way to create these
 * settings. Null stands for a default that depends on the model or on the machine. Immutable.
 *
 * <p>Later versions add components, so the constructor is not for applications.
 *
 * <p>Embedders of one process that load the same model with the same device, precision, TF32, threads and memory arena share its
 * weights. The last one that is closed frees them.
 *
 * <p>Serializable, so that another machine can load the same model: the model by its written form, and without the token of a hub,
 * which that machine takes from its own environment.
 */
public record EmbedderSettings(
        @Nullable ModelSource model,
        Device device,
        @Nullable Precision precision,
        boolean tf32,
        @Nullable Integer threads,
        boolean memoryArena,
        @Nullable Integer maxTokens,
        @Nullable Integer maxBatchTokens,
        boolean sharedBatches,
        @Nullable Integer maxWaitingTokens,
        OnTooLong onTooLong,
        @Nullable Integer dimensions,
        @Nullable Path cacheDirectory,
        Duration closeTimeout) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Nanoseconds of a longer time would not fit into a long. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(365);

    /** ONNX Runtime starts every one of them when the model is loaded. */
    private static final int MOST_THREADS = 1_024;

    /** @throws IllegalArgumentException if a value is out of range; the message names the setting */
    public EmbedderSettings {
        Arguments.requireSet("device", device);
        requireThreads(threads);
        requirePositive("maxTokens", maxTokens);
        requirePositive("maxBatchTokens", maxBatchTokens);
        requirePositive("maxWaitingTokens", maxWaitingTokens);
        Arguments.requireSet("onTooLong", onTooLong);
        requirePositive("dimensions", dimensions);
        requireDefaultFileSystem(cacheDirectory);
        closeTimeout = requireTimeout(closeTimeout);
    }

    private static @Nullable Integer requirePositive(String name, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
        return value;
    }

    private static @Nullable Integer requireThreads(@Nullable Integer threads) {
        if (threads != null && (threads < 1 || threads > MOST_THREADS)) {
            throw new IllegalArgumentException("threads must be from 1 to 1,024, not " + threads);
        }
        return threads;
    }

    private static Duration requireTimeout(Duration timeout) {
        if (Arguments.requireSet("closeTimeout", timeout).isNegative()) {
            throw new IllegalArgumentException("closeTimeout must not be negative: " + timeout);
        }
        return timeout.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : timeout;
    }

    /** Returns the folder that is used if {@link #cacheDirectory()} is null: {@code magibu} in the user's cache folder. */
    public static Path defaultCacheDirectory() {
        return UserCache.directory();
    }

    private static @Nullable Path requireDefaultFileSystem(@Nullable Path cacheDirectory) {
        if (cacheDirectory != null && cacheDirectory.getFileSystem() != FileSystems.getDefault()) { // native code maps its files
            throw new IllegalArgumentException("cacheDirectory must be a folder of the default file system, not " + cacheDirectory + " of "
                    + cacheDirectory.getFileSystem());
        }
        return cacheDirectory;
    }

    /** Returns a builder with the default of every setting. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with these settings. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.model = model;
        builder.device = device;
        builder.precision = precision;
        builder.tf32 = tf32;
        builder.threads = threads;
        builder.memoryArena = memoryArena;
        builder.maxTokens = maxTokens;
        builder.maxBatchTokens = maxBatchTokens;
        builder.sharedBatches = sharedBatches;
        builder.maxWaitingTokens = maxWaitingTokens;
        builder.onTooLong = onTooLong;
        builder.dimensions = dimensions;
        builder.cacheDirectory = cacheDirectory;
        builder.closeTimeout = closeTimeout;
        return builder;
    }

    private Object writeReplace() {
        return cacheDirectory == null
                ? this
                : new SerializedSettings(toBuilder().cacheDirectory(null).build(), cacheDirectory.toString());
    }

    /**
     * Sets each setting by its name. Only the model is required. Every method throws an {@link IllegalArgumentException} that names
     * the setting if a value is out of range. Not safe for concurrent use.
     */
    public static final class Builder {

        private @Nullable ModelSource model;
        private Device device = Device.AUTO;
        private @Nullable Precision precision;
        private boolean tf32;
        private @Nullable Integer threads;
        private boolean memoryArena = true;
        private @Nullable Integer maxTokens;
        private @Nullable Integer maxBatchTokens;
        private boolean sharedBatches;
        private @Nullable Integer maxWaitingTokens;
        private OnTooLong onTooLong = OnTooLong.TRUNCATE;
        private @Nullable Integer dimensions;
        private @Nullable Path cacheDirectory;
        private Duration closeTimeout = Duration.ofSeconds(10);

        private final List<EncodeListener> listeners = new ArrayList<>();

        private Builder() {}

        /** Sets the model: a SentenceTransformers folder (the folder that holds {@code modules.json}), or an exported model. */
        public Builder model(Path directory) {
            return model(ModelSource.folder(directory));
        }

        /**
         * Sets the model: a folder, a model of the Hugging Face hub ({@code owner/name} or {@code owner/name@revision}), or {@code
         * classpath:/folder/}. See {@link ModelSource#parse(String)}.
         *
         * @throws IllegalArgumentException if the text is in another form
         */
        public Builder model(String source) {
            return model(ModelSource.parse(source));
        }

        /** Sets the source of the model. {@link #load()} downloads its files if they are not on this machine. */
        public Builder model(ModelSource source) {
            model = Arguments.requireSet("model", source);
            return this;
        }

        /** Sets where the model runs. Default: {@link Device#AUTO}. */
        public Builder device(Device newDevice) {
            device = Arguments.requireSet("device", newDevice);
            return this;
        }

        /**
         * Sets how exactly the vectors are computed. Default (null): {@link Precision#FP32}, or the precision of an exported model. {@link
         * Precision#INT8} needs the CPU, which {@link Device#AUTO} then selects. {@link Precision#BF16} needs CUDA, or on the CPU the module
         * {@code magibu-onednn}.
         */
        public Builder precision(@Nullable Precision newPrecision) {
            precision = newPrecision;
            return this;
        }

        /**
         * Sets whether CUDA may round the inputs of float32 products to TF32, which has 10 bits after the leading one instead of 23. Default:
         * false, which gives the reference's vectors. True is for speed, on GPUs that have TF32 (compute capability 8.0 or newer). It has an
         * effect with {@link Precision#FP32} on CUDA only. {@link #load()} rejects it with another precision or with {@link Device#CPU};
         * if {@link Device#AUTO} selects the CPU, it has no effect.
         */
        public Builder tf32(boolean enabled) {
            tf32 = enabled;
            return this;
        }

        /**
         * Sets the threads of one run on the CPU, from 1 to 1,024. Default (null): the physical cores, or fewer if a container's limit is
         * lower.
         */
        public Builder threads(@Nullable Integer newThreads) {
            threads = requireThreads(newThreads);
            return this;
        }

        /** Sets whether memory is kept from one run to the next. Default: true. False frees it after each run, which costs time. */
        public Builder memoryArena(boolean enabled) {
            memoryArena = enabled;
            return this;
        }

        /**
         * Sets the most tokens of a text, prompt and special tokens included. Default (null): the model's limit, which is also the highest
         * value.
         */
        public Builder maxTokens(@Nullable Integer newMaxTokens) {
            maxTokens = requirePositive("maxTokens", newMaxTokens);
            return this;
        }

        /**
         * Sets the most tokens of one batch, padding included, from 1. Default (null): 256 for each thread, from 512 to 16,384, and 16,384
         * on CUDA. A larger batch needs more memory, and other calls wait longer for it. A single text longer than this runs alone.
         */
        public Builder maxBatchTokens(@Nullable Integer newMaxBatchTokens) {
            maxBatchTokens = requirePositive("maxBatchTokens", newMaxBatchTokens);
            return this;
        }

        /**
         * Sets whether calls of several threads share batches. Default: false.
         *
         * <p>A call that comes while the model is idle runs at once. Calls that come during a run wait, and run together if their
         * lengths suit. Calls too large for one batch have their own queue, whose batches run at the same time as the others', so that
         * a query does not wait for bulk work. This suits services with many callers that have few texts each.
         *
         * <p>Without it, each call has its own batches. They run at the same time as those of other calls (as many as the machine has
         * processors, at least four) and share the threads.
         */
        public Builder sharedBatches(boolean enabled) {
            sharedBatches = enabled;
            return this;
        }

        /**
         * Sets, with {@link #sharedBatches}, the most tokens that may wait in a queue before a further call fails with an {@link
         * ai.magibu.embedding.api.OverloadedException}, from 1. A large call counts as one batch. Default (null): 32 batches. Divided
         * by the machine's tokens per second it is about the longest wait.
         */
        public Builder maxWaitingTokens(@Nullable Integer newMaxWaitingTokens) {
            maxWaitingTokens = requirePositive("maxWaitingTokens", newMaxWaitingTokens);
            return this;
        }

        /** Sets what happens to a text that is too long, if a call does not say. Default: {@link OnTooLong#TRUNCATE}. */
        public Builder onTooLong(OnTooLong policy) {
            onTooLong = Arguments.requireSet("onTooLong", policy);
            return this;
        }

        /** Sets the length of the vectors, if a call does not say: 1 to the model's dimension. Default (null): what the model says. */
        public Builder dimensions(@Nullable Integer newDimensions) {
            dimensions = requirePositive("dimensions", newDimensions);
            return this;
        }

        /**
         * Sets the folder for compiled graphs and for models extracted from a jar. Default (null): {@code magibu} in the user's cache
         * folder. It needs about three bytes for every two of a BF16 model, and may be read-only once the graph is there. A path of
         * another file system than the default one is rejected.
         */
        public Builder cacheDirectory(@Nullable Path directory) {
            cacheDirectory = requireDefaultFileSystem(directory);
            return this;
        }

        /**
         * Sets how long {@link MagibuEmbedder#close()} lets running calls finish before it stops them. Default: 10 seconds. Zero stops them
         * at once; more than 365 days count as 365.
         */
        public Builder closeTimeout(Duration timeout) {
            closeTimeout = requireTimeout(timeout);
            return this;
        }

        /**
         * Registers a listener that is notified of every call and every run of the model. Several may be added. A listener is an object
         * of this process and no setting: {@link #build()} leaves it out.
         */
        public Builder listener(EncodeListener listener) {
            listeners.add(Arguments.requireSet("listener", listener));
            return this;
        }

        /** Returns the settings, which may still be without a model. */
        public EmbedderSettings build() {
            return new EmbedderSettings(
                    model, device, precision, tf32, threads, memoryArena, maxTokens, maxBatchTokens, sharedBatches, maxWaitingTokens,
                    onTooLong, dimensions, cacheDirectory, closeTimeout);
        }

        /** Loads the model: {@link MagibuEmbedder#load} with these settings and listeners. */
        public MagibuEmbedder load() {
            return MagibuEmbedder.load(build(), listeners);
        }
    }
}
