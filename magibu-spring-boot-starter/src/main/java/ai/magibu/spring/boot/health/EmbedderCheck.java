package ai.magibu.spring.boot.health;

import ai.magibu.embedding.MagibuEmbedder;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether an embedder can be used. Asks the tokenizer, which costs microseconds and fails once the embedder is closed. The
 * model runs only if its last run failed, to find out whether it works again.
 *
 * @param embedder the embedder; supplies null until a lazy model is loaded
 */
record EmbedderCheck(Supplier<@Nullable MagibuEmbedder> embedder, BooleanSupplier lastRunFailed) {

    static final String FAILURE_MESSAGE = "the Magibu embedder cannot be used";

    /**
     * Throws what is wrong.
     *
     * @return false if the model is not loaded
     */
    boolean run(BiConsumer<String, Object> details) {
        MagibuEmbedder loaded = embedder.get();
        if (loaded == null) {
            details.accept("loaded", false);
            return false;
        }
        details.accept("device", loaded.device().toString());
        details.accept("precision", loaded.precision().name().toLowerCase(Locale.ROOT));
        if (lastRunFailed.getAsBoolean()) {
            loaded.encode("a");
        } else {
            loaded.countTokens("a");
        }
        return true;
    }
}
