package ai.magibu.spring.boot;

import ai.magibu.embedding.MagibuEmbedder;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether an embedder can be used. Asks the tokenizer, which costs microseconds and fails once the embedder is closed; the model
 * runs only if its last run failed, to find out whether it still does. A lazy model that nobody has needed yet is unknown.
 */
final class EmbedderHealth extends AbstractHealthIndicator {

    private final Supplier<@Nullable MagibuEmbedder> embedder;
    private final BooleanSupplier lastRunFailed;

    EmbedderHealth(Supplier<@Nullable MagibuEmbedder> embedder, BooleanSupplier lastRunFailed) {
        super("the Magibu embedder cannot be used");
        this.embedder = embedder;
        this.lastRunFailed = lastRunFailed;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        MagibuEmbedder loaded = embedder.get();
        if (loaded == null) {
            builder.unknown().withDetail("loaded", false);
            return;
        }
        builder.withDetail("device", loaded.device().toString())
                .withDetail("precision", loaded.precision().name().toLowerCase(Locale.ROOT));
        if (lastRunFailed.getAsBoolean()) {
            loaded.encode("a");
        } else {
            loaded.countTokens("a");
        }
        builder.up();
    }
}
