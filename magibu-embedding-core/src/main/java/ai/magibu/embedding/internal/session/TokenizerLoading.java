package ai.magibu.embedding.internal.session;

import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A tokenizer that loads on another thread while the rest of the model is read. For one thread. */
public final class TokenizerLoading implements AutoCloseable {

    private final Supplier<TextTokenizer> load;
    private @Nullable CompletableFuture<TextTokenizer> loading;
    private boolean taken;

    public TokenizerLoading(Supplier<TextTokenizer> load) {
        this.load = load;
    }

    /** Starts to load, unless it has started. */
    public void start() {
        if (loading == null) {
            loading = CompletableFuture.supplyAsync(load, TokenizerLoading::run);
        }
    }

    private static void run(Runnable task) {
        Thread thread = new Thread(task, "magibu-load");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for the tokenizer, which still belongs to this object. */
    public TextTokenizer await() {
        start();
        try {
            return Objects.requireNonNull(loading).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Waits for the tokenizer, which the caller has to close from now on. */
    TextTokenizer take() {
        TextTokenizer tokenizer = await();
        taken = true;
        return tokenizer;
    }

    /** Frees the tokenizer unless it was taken. */
    @Override
    public void close() {
        if (loading != null && !taken) {
            loading.thenAccept(TextTokenizer::close);
        }
    }
}
