package ai.magibu.sample.web;

import ai.magibu.sample.DaemonThreads;
import ai.magibu.sample.ingest.IngestJob;
import ai.magibu.sample.ingest.IngestQueue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells the pages that listen what changes in the queue. It looks into the database twice a second, while somebody listens: so
 * it sees the work of the other replicas, and needs no connection of its own, as LISTEN would. Each page is written to by a
 * thread of its own: one that does not read must not keep the others waiting.
 */
@Component
final class IngestEvents implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(IngestEvents.class);

    private static final int MOST_SUBSCRIBERS = 100;
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration AT_FIRST = Duration.ofMinutes(1);
    private static final Duration LOOK_BACK = Duration.ofSeconds(10); // longer than a transaction takes to commit
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final Duration END = Duration.ofMinutes(30); // an EventSource comes again, and its login is looked at again

    private final IngestQueue queue;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final Executor senders = Executors.newCachedThreadPool(new DaemonThreads("ingest-events-sender"));
    private volatile @Nullable ScheduledExecutorService poller;

    IngestEvents(IngestQueue queue) {
        this.queue = queue;
    }

    SseEmitter subscribe() {
        if (subscribers.size() >= MOST_SUBSCRIBERS) {
            throw IngestController.problem(HttpStatus.SERVICE_UNAVAILABLE, "Too many pages listen. Try again later.");
        }
        Subscriber subscriber = new Subscriber(new SseEmitter(END.toMillis()));
        subscriber.emitter.onTimeout(subscriber.emitter::complete);
        subscriber.emitter.onCompletion(() -> subscribers.remove(subscriber));
        subscriber.emitter.onError(e -> subscribers.remove(subscriber));
        subscribers.add(subscriber);
        return subscriber.emitter;
    }

    private void poll() {
        if (subscribers.isEmpty()) {
            return;
        }
        try {
            Instant now = Instant.now();
            List<IngestJob> recent = queue.changedWithin(LOOK_BACK, false);
            int unfinished = queue.unfinished();
            for (Subscriber subscriber : subscribers) {
                if (subscriber.busy) {
                    continue;
                }
                Duration missed = Duration.between(subscriber.knowsUntil, now);
                boolean isBehind = missed.compareTo(LOOK_BACK.dividedBy(2)) > 0; // or new
                List<IngestJob> jobs = isBehind ? queue.changedWithin(missed.plus(LOOK_BACK), true) : recent;
                subscriber.knowsUntil = now;
                subscriber.busy = true;
                senders.execute(() -> subscriber.update(jobs, unfinished));
            }
        } catch (RuntimeException e) {
            log.warn("The queue cannot be read; trying again: {}", e.toString());
        }
    }

    /** Used by the poller's thread while it is not busy, and by a sender's while it is. */
    private final class Subscriber {

        private final SseEmitter emitter;
        private volatile boolean busy;
        private Instant knowsUntil = Instant.now().minus(AT_FIRST);
        private final Map<Long, OffsetDateTime> sent = new HashMap<>();
        private int unfinished = -1;
        private Instant last = Instant.now();

        Subscriber(SseEmitter emitter) {
            this.emitter = emitter;
        }

        void update(List<IngestJob> jobs, int nowUnfinished) {
            try {
                for (IngestJob job : jobs) {
                    if (!job.updatedAt().equals(sent.put(job.id(), job.updatedAt()))) {
                        send(SseEmitter.event().name("job").data(job));
                    }
                }
                sent.keySet().retainAll(jobs.stream().map(IngestJob::id).toList());
                if (unfinished != nowUnfinished) {
                    unfinished = nowUnfinished;
                    send(SseEmitter.event().name("queue").data(Map.of("unfinished", unfinished)));
                }
                if (Duration.between(last, Instant.now()).compareTo(KEEP_ALIVE) > 0) {
                    send(SseEmitter.event().comment("still here"));
                }
            } catch (IOException | IllegalStateException gone) {
                subscribers.remove(this);
            } finally {
                busy = false;
            }
        }

        private void send(SseEmitter.SseEventBuilder event) throws IOException {
            emitter.send(event);
            last = Instant.now();
        }
    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "ingest-events"));
        started.scheduleWithFixedDelay(this::poll, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        poller = started;
    }

    /** Before the web server stops, which would wait for the connections. */
    @Override
    public void stop() {
        poller.shutdown();
        poller = null;
        subscribers.forEach(subscriber -> senders.execute(subscriber.emitter::complete)); // it waits for what is being written
    }

    @Override
    public boolean isRunning() {
        return poller != null;
    }
}
