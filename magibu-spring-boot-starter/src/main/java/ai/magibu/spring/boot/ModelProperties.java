package ai.magibu.spring.boot;

import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Precision;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The settings that the top level and each model under {@code models} have in common; null if a setting is left out. */
public interface ModelProperties {

    @Nullable String model();

    @Nullable String device();

    @Nullable Precision precision();

    @Nullable Integer threads();

    @Nullable Integer maxTokens();

    @Nullable Integer maxBatchTokens();

    @Nullable Boolean sharedBatches();

    @Nullable Integer maxWaitingTokens();

    @Nullable OnTooLong onTooLong();

    @Nullable Integer dimensions();

    @Nullable String cacheDirectory();

    @Nullable Boolean memoryArena();

    @Nullable String defaultPrompt();

    @Nullable String documentPrompt();

    @Nullable Boolean lazy();

    @Nullable Boolean warmUp();

    @Nullable Duration closeTimeout();
}
