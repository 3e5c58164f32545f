package ai.magibu.embedding;

import ai.magibu.embedding.api.Passage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one call, window by window. While one window runs, the next is tokenized on the executor. At most two windows are
 * in memory. For one thread at a time.
 */
final class TextWindows {

    /** Added to a text's own characters for its prompt, special tokens and objects. */
    private static final int CHARACTERS_OF_A_TEXT = 16;

    private static final int WINDOWS_AHEAD = 2;

    private final Iterator<Passage> source;
    private final PassageTokenizer tokenizer;
    private final EncodeRequest request;
    private final long charactersOfAWindow;
    private final Executor executor;
    private final BooleanSupplier terminated;

    private final Deque<Pending> ahead = new ArrayDeque<>(WINDOWS_AHEAD);
    private long position;
    private @Nullable RuntimeException sourceFailure;
    private volatile boolean cancelled;

    /** Texts that were read, and their tokens once they are wanted. */
    private final class Pending {

        private final long first;
        private final List<Passage> passages;
        private @Nullable CompletableFuture<TextWindow> tokenized;

        Pending(long first, List<Passage> passages) {
            this.first = first;
            this.passages = passages;
        }

        CompletableFuture<TextWindow> tokenize(CompletableFuture<?> after) {
            if (tokenized == null) {
                tokenized = after.handleAsync((done, failure) -> tokenizer.tokenize(first, passages, request, TextWindows.this::isCancelled), executor);
            }
            return tokenized;
        }
    }

    /** @param charactersOfAWindow roughly how many characters a window holds; a longer text has a window to itself */
    TextWindows(
            Iterator<Passage> source,
            PassageTokenizer tokenizer,
            EncodeRequest request,
            long charactersOfAWindow,
            Executor executor,
            BooleanSupplier terminated) {
        this.source = source;
        this.tokenizer = tokenizer;
        this.request = request;
        this.charactersOfAWindow = charactersOfAWindow;
        this.executor = executor;
        this.terminated = terminated;
    }

    /**
     * Reads the texts of the next window and of the one after it. A failure of the source is thrown when all windows before it
     * have been taken.
     *
     * @return whether there is a next window
     */
    boolean read() {
        while (ahead.size() < WINDOWS_AHEAD && sourceFailure == null) {
            long first = position;
            List<Passage> passages = readWindow();
            if (passages.isEmpty()) {
                break;
            }
            ahead.add(new Pending(first, passages));
        }
        if (ahead.isEmpty() && sourceFailure != null) {
            throw sourceFailure;
        }
        return !ahead.isEmpty();
    }

    private List<Passage> readWindow() {
        List<Passage> passages = new ArrayList<>();
        long characters = 0;
        try {
            while (characters < charactersOfAWindow && source.hasNext()) {
                Passage passage = source.next();
                passages.add(passage);
                position++;
                characters += CHARACTERS_OF_A_TEXT + (passage == null || passage.text() == null ? 0 : passage.text().length());
            }
        } catch (RuntimeException e) {
            sourceFailure = e;
        }
        return passages;
    }

    private boolean isCancelled() {
        return cancelled || terminated.getAsBoolean();
    }

    /** Nobody wants the windows any more: long texts are not tokenized to their end. */
    void cancel() {
        cancelled = true;
    }

    /** Takes the next window, after {@link #read} returned true. It is tokenized, and after it the following one. */
    CompletableFuture<TextWindow> next() {
        CompletableFuture<TextWindow> next = ahead.remove().tokenize(CompletableFuture.completedFuture(null));
        ahead.forEach(following -> following.tokenize(next));
        return next;
    }
}
