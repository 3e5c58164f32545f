package ai.magibu.embedding;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.source.ModelSource;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The serial form of {@link EmbedderSettings}, because a path has none. */
record SerializedSettings(
        @Nullable ModelSource model,
        Device device,
        @Nullable Precision precision,
        @Nullable Integer threads,
        boolean memoryArena,
        @Nullable Integer maxTokens,
        @Nullable Integer maxBatchTokens,
        boolean sharedBatches,
        @Nullable Integer maxWaitingTokens,
        OnTooLong onTooLong,
        @Nullable Integer dimensions,
        @Nullable String cacheDirectory,
        Duration closeTimeout) implements Serializable {

    private static final long serialVersionUID = 1L;

    SerializedSettings(EmbedderSettings settings) {
        this(
                settings.model(),
                settings.device(),
                settings.precision(),
                settings.threads(),
                settings.memoryArena(),
                settings.maxTokens(),
                settings.maxBatchTokens(),
                settings.sharedBatches(),
                settings.maxWaitingTokens(),
                settings.onTooLong(),
                settings.dimensions(),
                settings.cacheDirectory() == null ? null : settings.cacheDirectory().toString(),
                settings.closeTimeout());
    }

    private Object readResolve() {
        return new EmbedderSettings(
                model,
                device,
                precision,
                threads,
                memoryArena,
                maxTokens,
                maxBatchTokens,
                sharedBatches,
                maxWaitingTokens,
                onTooLong,
                dimensions,
                cacheDirectory == null ? null : Path.of(cacheDirectory),
                closeTimeout);
    }
}
