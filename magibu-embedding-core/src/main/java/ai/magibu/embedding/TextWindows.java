package ai.magibu.embedding;

import ai.magibu.embedding.api.Passage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call's texts, window by window; while one is being run, the next is tokenized on another thread. Two windows at most are
 * in memory. For one thread at a time.
 */
final class TextWindows {

    /** What a text counts beside its own characters: prompt, special tokens, objects. */
    private static final int CHARACTERS_OF_A_TEXT = 16;

    private final Iterator<Passage> source;
    private final PassageTokenizer tokenizer;
    private final EncodeRequest request;
    private final long charactersOfAWindow;

    private final Deque<ForkJoinTask<TextWindow>> ahead = new ArrayDeque<>(2);
    private long position;
    private @Nullable RuntimeException sourceFailure;

    /** @param charactersOfAWindow about how many characters of texts a window holds; a longer text has one to itself */
    TextWindows(Iterator<Passage> source, PassageTokenizer tokenizer, EncodeRequest request, long charactersOfAWindow) {
        this.source = source;
        this.tokenizer = tokenizer;
        this.request = request;
        this.charactersOfAWindow = charactersOfAWindow;
    }

    /**
     * Reads the texts of the next window and of the one after it. Whatever the source throws is thrown here when all texts
     * before have been handed on.
     *
     * @return whether there is a next window
     */
    boolean read() {
        while (ahead.size() < 2 && sourceFailure == null) {
            long first = position;
            List<Passage> passages = readWindow();
            if (passages.isEmpty()) {
                break;
            }
            ahead.add(ForkJoinTask.adapt(() -> tokenizer.tokenize(first, passages, request)));
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

    /** After {@link #read} gave true: runs the next window. The one after it is tokenized meanwhile, and has been on return. */
    <T> T next(Function<TextWindow, T> run) {
        TextWindow window = ahead.remove().invoke();
        ForkJoinTask<TextWindow> following = ahead.peek();
        if (following == null) {
            return run.apply(window);
        }
        following.fork();
        try {
            return run.apply(window);
        } finally {
            following.quietlyJoin();
        }
    }
}
