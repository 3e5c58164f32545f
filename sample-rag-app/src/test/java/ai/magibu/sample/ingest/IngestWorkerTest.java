package ai.magibu.sample.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.magibu.embedding.api.OverloadedException;
import ai.magibu.sample.documents.DocumentFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the one thread that takes files in does when something fails: it goes on. */
class IngestWorkerTest {

    private final FakeLeases leases = new FakeLeases();
    private final IngestQueue queue = new IngestQueue(null);
    private final IngestWorker worker = new IngestWorker(
            queue, leases, null, null, null, Jobs.PROPERTIES, new IngestMetrics(new SimpleMeterRegistry(), queue));

    @AfterEach
    void stop() {
        worker.stop();
    }

    @Test
    void errorsCostAttemptsLikeExceptions_andNotTheThread() {
        leases.taking.add(() -> {
            throw new OutOfMemoryError("in the queue");
        });
        leases.taking.add(() -> Optional.of(Jobs.job(1, JobState.READING, Leases.MOST_ATTEMPTS)));
        leases.file = () -> {
            throw new NoClassDefFoundError("in the file");
        };
        worker.start();

        await().until(() -> leases.failed.contains(1L));
    }

    @Test
    void busyModelCostsNoAttempt() {
        leases.taking.add(() -> Optional.of(Jobs.job(1, JobState.READING, Leases.MOST_ATTEMPTS)));
        leases.file = () -> {
            throw new OverloadedException(2, 1);
        };
        worker.start();

        await().until(() -> leases.givenBack.contains(1L));
        assertThat(leases.failed).isEmpty();
    }

    /** Gives what the test says, and keeps what becomes of it. */
    private static final class FakeLeases extends Leases {

        private final Queue<Supplier<Optional<IngestJob>>> taking = new ConcurrentLinkedQueue<>();
        private final List<Long> failed = new CopyOnWriteArrayList<>();
        private final List<Long> givenBack = new CopyOnWriteArrayList<>();
        private volatile Supplier<DocumentFile> file;

        FakeLeases() {
            super(null, Jobs.PROPERTIES);
        }

        @Override
        Optional<IngestJob> take() {
            Supplier<Optional<IngestJob>> next = taking.poll();
            return next == null ? Optional.empty() : next.get();
        }

        @Override
        DocumentFile file(IngestJob job) {
            return file.get();
        }

        @Override
        void fail(IngestJob job, String reason, String message) {
            failed.add(job.id());
        }

        @Override
        void giveBack(IngestJob job) {
            givenBack.add(job.id());
        }

        @Override
        int removeOld(Duration age) {
            return 0;
        }
    }
}
