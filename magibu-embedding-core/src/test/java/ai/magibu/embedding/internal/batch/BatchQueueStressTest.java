package ai.magibu.embedding.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Activity;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.OverloadedException;
import ai.magibu.embedding.internal.natives.Cancellation;
import ai.magibu.embedding.internal.tokenize.TokenizedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands of calls of all sizes, with failures, rejections and interrupts among them: each gets what is its own. */
@Timeout(120)
class BatchQueueStressTest {

    private static final int CALLERS = 24;
    private static final int CALLS = 500;
    private static final int BUDGET = 64;

    private final Set<Long> failed = ConcurrentHashMap.newKeySet();
    private final Set<Long> ran = ConcurrentHashMap.newKeySet();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger sharedRuns = new AtomicInteger();
    private final Map<Long, Long> callOfId = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicInteger[] outcomes = new AtomicInteger[4];

    private List<TextVectors> run(List<TokenizedText> batch, Cancellation cancellation) {
        assertThat(running.incrementAndGet()).isEqualTo(1);
        try {
            int longest = batch.get(0).length();
            assertThat(batch).allMatch(text -> text.length() <= longest);
            assertThat(batch.size() == 1 || batch.size() * longest <= BUDGET).isTrue();
            for (TokenizedText text : batch) {
                assertThat(ran.add(text.ids()[0])).as("runs once").isTrue();
            }
            int number = runs.incrementAndGet();
            if (batch.stream().map(text -> callOfId.get(text.ids()[0])).distinct().count() > 1) {
                sharedRuns.incrementAndGet();
            }
            if (number % 10 == 0) {
                LockSupport.parkNanos(500_000); // so that calls gather
            }
            if (number % 50 == 0) {
                batch.forEach(text -> failed.add(text.ids()[0]));
                throw new InferenceException("run " + number, null);
            }
            return batch.stream().map(text -> new TextVectors(List.of(new float[] {text.ids()[0], text.length()}))).toList();
        } finally {
            running.decrementAndGet();
        }
    }

    @Test
    void everyCallGetsExactlyItsOwnVectors() throws Exception {
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = new AtomicInteger();
        }
        BatchQueue queue =
                new BatchQueue("test", new BatchPlanner(BUDGET, new RunCosts(30, true)), this::run, new QueueSettings(true, 1, 500));
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        Thread interrupter = new Thread(() -> interruptNowAndThen(threads));
        interrupter.start();
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                Random random = new Random(caller);
                work.add(() -> {
                    threads.add(Thread.currentThread());
                    for (int call = 0; call < CALLS; call++) {
                        call(queue, random);
                    }
                    threads.remove(Thread.currentThread());
                    return null;
                });
            }
            for (Future<Void> done : callers.invokeAll(work)) {
                done.get();
            }
        } finally {
            interrupter.interrupt();
            callers.shutdownNow();
            queue.terminate();
        }
        assertThat(queue.awaitWorkers(Duration.ofSeconds(10))).isTrue();
        assertThat(queue.activity()).isEqualTo(new Activity(0, 0));
        assertThat(outcomes).as("vectors, failures, interrupts, rejections").allMatch(count -> count.get() > 0);
        assertThat(sharedRuns.get()).isPositive();
    }

    private void call(BatchQueue queue, Random random) {
        boolean large = random.nextInt(20) == 0;
        long call = calls.incrementAndGet();
        List<TokenizedText> texts = random.ints(large ? 60 : 1 + random.nextInt(3), 1, large ? 40 : 12)
                .mapToObj(tokens -> {
                    long[] sequence = new long[tokens];
                    sequence[0] = ids.incrementAndGet();
                    callOfId.put(sequence[0], call);
                    return new TokenizedText(sequence, 0);
                })
                .toList();
        try {
            List<TextVectors> vectors = await(queue.submit(texts, false)).ofTexts();
            for (int i = 0; i < texts.size(); i++) {
                assertThat(vectors.get(i).single()).containsExactly(texts.get(i).ids()[0], texts.get(i).length());
            }
            assertThat(texts).noneMatch(text -> failed.contains(text.ids()[0]));
            outcomes[0].incrementAndGet();
        } catch (InferenceException e) {
            assertThat(texts).anyMatch(text -> failed.contains(text.ids()[0]));
            outcomes[1].incrementAndGet();
        } catch (CancellationException e) {
            outcomes[2].incrementAndGet();
        } catch (OverloadedException e) {
            assertThat(texts).noneMatch(text -> ran.contains(text.ids()[0]));
            outcomes[3].incrementAndGet();
        }
    }

    /** As the embedder's callers wait: an interrupt cancels. */
    private static CallVectors await(CompletableFuture<CallVectors> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(false);
            throw new CancellationException();
        } catch (ExecutionException e) {
            throw (InferenceException) e.getCause();
        }
    }

    private static void interruptNowAndThen(Set<Thread> threads) {
        Random random = new Random(99);
        try {
            while (true) {
                Thread.sleep(1);
                List<Thread> all = List.copyOf(threads);
                if (!all.isEmpty()) {
                    all.get(random.nextInt(all.size())).interrupt();
                }
            }
        } catch (InterruptedException e) {
            // the end
        }
    }
}
