package ai.magibu.embedding.internal.encode;

import ai.magibu.embedding.api.Passage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one call, group by group, tokenized. While the caller works on one group, the next is tokenized on another thread.
 * At most two groups are in memory. For one thread at a time.
 */
final class ReadAhead implements Iterator<TextGroup>, AutoCloseable {

    /** Added to a text's own characters for its prompt, special tokens and objects. */
    private static final int CHARACTERS_OF_A_TEXT = 16;

    private static final int GROUPS_AHEAD = 2;

    private final Iterator<Passage> source;
    private final @Nullable Integer textsOfCall;
    private final PassageTokenizer tokenizer;
    private final EncodeRequest request;
    private final long charactersOfAGroup;
    private final Executor now;
    private final EncodeContext context;

    private final Deque<Pending> ahead = new ArrayDeque<>(GROUPS_AHEAD);
    private long position;
    private @Nullable RuntimeException sourceFailure;
    private volatile boolean closed;

    /**
     * A group that is tokenized or will be.
     *
     * @param texts the number of texts in its call
     */
    private record Pending(int texts, FutureTask<TextGroup> tokenizing) {}

    /**
     * @param textsOfCall the number of texts in the call; null if each group is a call of its own
     * @param charactersOfAGroup roughly how many characters a group holds; a longer text is a group by itself
     * @param now tokenizes a group that the caller waits for
     */
    ReadAhead(
            Iterator<Passage> source,
            @Nullable Integer textsOfCall,
            PassageTokenizer tokenizer,
            EncodeRequest request,
            long charactersOfAGroup,
            Executor now,
            EncodeContext context) {
        this.source = source;
        this.textsOfCall = textsOfCall;
        this.tokenizer = tokenizer;
        this.request = request;
        this.charactersOfAGroup = charactersOfAGroup;
        this.now = now;
        this.context = context;
    }

    /**
     * Reads the texts of the next group and of the one after it. A failure of the source is thrown when all groups before it have
     * been taken.
     */
    @Override
    public boolean hasNext() {
        while (ahead.size() < GROUPS_AHEAD && sourceFailure == null) {
            long first = position;
            List<Passage> passages = readGroup();
            if (passages.isEmpty()) {
                break;
            }
            BooleanSupplier cancelled = () -> closed || context.terminated().getAsBoolean();
            ahead.add(new Pending(
                    textsOfCall == null ? passages.size() : textsOfCall,
                    new FutureTask<>(() -> tokenizer.tokenize(first, passages, request, cancelled))));
        }
        if (ahead.isEmpty() && sourceFailure != null) {
            throw sourceFailure;
        }
        return !ahead.isEmpty();
    }

    private List<Passage> readGroup() {
        List<Passage> passages = new ArrayList<>();
        long characters = 0;
        try {
            while (characters < charactersOfAGroup && source.hasNext()) {
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

    /** Waits for the next group, after {@link #hasNext} returned true, and lets the one after it be tokenized meanwhile. */
    @Override
    public TextGroup next() {
        Pending next = ahead.remove();
        now.execute(next.tokenizing); // does nothing if another thread has begun it
        TextGroup group = Waiting.on(next.tokenizing, next.texts);
        ahead.forEach(pending -> context.threads().execute(pending.tokenizing));
        return group;
    }

    /** Gives up the rest: long texts are not tokenized to their end. */
    @Override
    public void close() {
        closed = true;
    }
}
