package ai.magibu.sample.ingest;

import ai.magibu.embedding.api.OverloadedException;
import ai.magibu.sample.DaemonThreads;
import ai.magibu.sample.documents.DocumentFile;
import ai.magibu.sample.documents.DocumentRepository;
import ai.magibu.sample.documents.DocumentRepository.Known;
import ai.magibu.sample.documents.DocumentRepository.Stored;
import ai.magibu.sample.documents.EmbeddedDocument;
import ai.magibu.sample.documents.Ingestor;
import ai.magibu.sample.documents.UnreadableDocumentException;
import ai.magibu.sample.ingest.Leases.LostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes files from the queue, one at a time, and makes documents of them. One thread is enough: the model uses all cores by
 * itself. Replicas of the application work on the same queue.
 */
@Component
final class IngestWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(IngestWorker.class);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLEAN_UP = Duration.ofHours(1);

    private final IngestQueue queue;
    private final Leases leases;
    private final Ingestor ingestor;
    private final DocumentRepository documents;
    private final TransactionTemplate transaction;
    private final IngestProperties properties;
    private final IngestMetrics metrics;

    private volatile boolean running;
    private @Nullable Thread thread;
    private @Nullable ScheduledExecutorService heartbeat;

    IngestWorker(
            IngestQueue queue,
            Leases leases,
            Ingestor ingestor,
            DocumentRepository documents,
            TransactionTemplate transaction,
            IngestProperties properties,
            IngestMetrics metrics) {
        this.queue = queue;
        this.leases = leases;
        this.ingestor = ingestor;
        this.documents = documents;
        this.transaction = transaction;
        this.properties = properties;
        this.metrics = metrics;
    }

    @Override
    public void start() {
        running = true;
        heartbeat = Executors.newSingleThreadScheduledExecutor(new DaemonThreads("ingest-heartbeat"));
        thread = new DaemonThreads("ingest").newThread(this::work);
        thread.start();
    }

    /** Returns when the batch of chunks that is being embedded is done; the job goes back to the queue. */
    @Override
    public void stop() {
        running = false;
        queue.wake(); // an interrupt would also meet the connection pool
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        heartbeat.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void work() {
        Instant cleanUp = Instant.MIN;
        while (running) {
            try {
                if (cleanUp.isBefore(Instant.now())) {
                    leases.removeOld(properties.keep());
                    cleanUp = Instant.now().plus(CLEAN_UP);
                }
                Optional<IngestJob> job = leases.take();
                if (job.isPresent()) {
                    work(job.get());
                } else {
                    queue.awaitWork(POLL);
                }
            } catch (RuntimeException | Error e) { // without this thread nothing is taken in any more
                log.warn("The queue cannot be read; trying again", e); // such as a database that restarts
                queue.awaitWork(POLL);
            }
        }
    }

    private void work(IngestJob job) {
        long beat = properties.lease().toMillis() / 3;
        ScheduledFuture<?> renewal =
                heartbeat.scheduleWithFixedDelay(() -> renew(job), beat, beat, TimeUnit.MILLISECONDS);
        Instant begin = Instant.now();
        try {
            metrics.finished(ingest(job), Duration.between(begin, Instant.now()));
        } catch (UnreadableDocumentException e) {
            log.info("{}", e.getMessage());
            leases.fail(job, e.reason(), String.valueOf(e.getMessage()));
            metrics.finished(JobState.FAILED, Duration.between(begin, Instant.now()));
        } catch (StoppedException e) {
            leases.giveBack(job);
        } catch (OverloadedException e) { // no fault of the file's
            leases.giveBack(job);
            queue.awaitWork(POLL);
        } catch (LostException e) {
            log.info("\"{}\" was cancelled, or is another worker's by now", job.source());
        } catch (RuntimeException | Error e) {
            log.error("\"{}\" could not be ingested, attempt {}", job.source(), job.attempts(), e);
            if (job.attempts() >= Leases.MOST_ATTEMPTS) {
                leases.fail(job, "internal", "The application failed at \"" + job.source() + "\"; its log says why.");
                metrics.finished(JobState.FAILED, Duration.between(begin, Instant.now()));
            } // else the lease runs out, and with it passes what was wrong, perhaps
        } finally {
            renewal.cancel(false);
        }
    }

    private JobState ingest(IngestJob job) {
        if (job.attempts() > Leases.MOST_ATTEMPTS) { // nobody came to say why
            throw new IllegalStateException("workers died of it " + Leases.MOST_ATTEMPTS + " times");
        }
        DocumentFile file = leases.file(job);
        Optional<JobState> known = transaction.execute(status -> finishKnown(job, file));
        if (known.isPresent()) {
            return known.get();
        }
        EmbeddedDocument document = ingestor.embed(file, (chunks, total) -> {
            if (!running) {
                throw new StoppedException();
            }
            leases.embedded(job, chunks, total);
        });
        transaction.executeWithoutResult(status -> {
            Stored stored = documents.replace(document);
            leases.finish(job, JobState.STORED, stored.id(), stored.replaced(), null);
            if (stored.replaced()) {
                queue.queueDuplicatesAgain(stored.id());
            }
        });
        metrics.stored(document.chunks().size());
        log.info("\"{}\": {} chunks stored", job.source(), document.chunks().size());
        return JobState.STORED;
    }

    /** Finishes what needs no new vectors, in a transaction: what it is the same as stays so until then. */
    private Optional<JobState> finishKnown(IngestJob job, DocumentFile file) {
        Known known = documents.lookUp(file, ingestor.settings(file));
        if (known instanceof Known.Unchanged unchanged) {
            if (file.tags() != null) {
                documents.setTags(unchanged.id(), file.tags());
            }
            leases.finish(job, JobState.UNCHANGED, unchanged.id(), false, null);
            return Optional.of(JobState.UNCHANGED);
        } else if (known instanceof Known.Duplicate same) {
            leases.finish(job, JobState.DUPLICATE, same.id(), false, "\"" + same.source() + "\" has the same content.");
            return Optional.of(JobState.DUPLICATE);
        }
        return Optional.empty();
    }

    private void renew(IngestJob job) {
        try {
            leases.renew(job);
        } catch (RuntimeException e) {
            log.warn("The lease of \"{}\" could not be renewed; trying again", job.source(), e);
        }
    }

    /** The application ends. */
    private static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
