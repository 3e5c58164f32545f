package ai.magibu.adaptation.internal.count;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.corpus.Corpus;
import ai.magibu.adaptation.internal.tokenizer.TextCutter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Counts running text with several threads. One thread reads; the counts of each worker are added in the end. */
public final class TextCounter {

    /** The number of characters that a worker takes at once. */
    private static final int BATCH = 1 << 18;

    private final TextCutter cutter;
    private final BlockingQueue<TextCounts> idle;
    private final ExecutorService workers;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private List<String> batch = new ArrayList<>();
    private int length;

    private TextCounter(TextCutter cutter, int threads, ExecutorService workers) {
        this.cutter = cutter;
        this.workers = workers;
        this.idle = new ArrayBlockingQueue<>(threads);
        for (int i = 0; i < threads; i++) {
            idle.add(new TextCounts());
        }
    }

    /**
     * Counts the texts of a corpus.
     *
     * @param threads the number of workers, at least 1
     * @throws AdaptationException if a text cannot be read
     */
    public static TextCounts count(Corpus corpus, TextCutter cutter, int threads) {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            TextCounter counter = new TextCounter(cutter, threads, workers);
            corpus.forEach(counter::add);
            counter.submit();
            TextCounts sum = new TextCounts();
            for (int i = 0; i < threads; i++) {
                sum.include(counter.nextIdle());
            }
            return sum;
        } finally {
            workers.shutdownNow();
        }
    }

    private void add(String text) {
        batch.add(text);
        length += text.length();
        if (length >= BATCH) {
            submit();
        }
    }

    /** Waits for a worker, so that only one batch more than workers is in memory. */
    private void submit() {
        TextCounts counts = nextIdle();
        List<String> texts = batch;
        batch = new ArrayList<>();
        length = 0;
        workers.execute(() -> {
            try {
                texts.forEach(text -> counts.add(text, 1, cutter));
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            } finally {
                idle.add(counts);
            }
        });
    }

    private TextCounts nextIdle() {
        try {
            TextCounts counts = idle.take();
            RuntimeException fault = failure.get();
            if (fault != null) {
                throw fault;
            }
            return counts;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdaptationException("The thread was interrupted while texts were counted.", e);
        }
    }
}
