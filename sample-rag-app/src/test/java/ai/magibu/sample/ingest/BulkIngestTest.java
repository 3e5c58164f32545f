package ai.magibu.sample.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ai.magibu.sample.documents.DocumentFile;
import ai.magibu.sample.documents.UnreadableDocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That the folder of a command line is gone through to its end, and no further. */
@Timeout(10)
class BulkIngestTest {

    @TempDir
    private Path folder;

    private final FakeQueue queue = new FakeQueue();

    @Test
    void fileThatCannotBeTakenFailsByItself() throws Exception {
        String deep = ("d".repeat(200) + "/").repeat(3) + "c.txt";
        for (String name : List.of("a.txt", "b.txt", deep, "z.txt")) {
            write(name);
        }
        queue.afterAdding = () -> Files.deleteIfExists(folder.resolve("b.txt"));
        queue.states.add(Map.of(1L, JobState.STORED, 2L, JobState.FAILED, 3L, JobState.FAILED, 4L, JobState.STORED));

        BulkIngest bulk = run();

        assertThat(queue.added).containsExactly("a.txt", "z.txt");
        assertThat(queue.failed).containsExactly(entry("b.txt", "unreadable"), entry(deep, "zip-path"));
        assertThat(bulk.getExitCode()).isEqualTo(1);
    }

    @Test
    void jobThatIsTakenOffTheListIsNotWaitedFor() throws Exception {
        write("a.txt");
        write("b.txt");
        queue.states.add(Map.of(1L, JobState.QUEUED));
        queue.states.add(Map.of(1L, JobState.STORED));

        assertThat(run().getExitCode()).isZero();
    }

    @Test
    void duplicateThatIsQueuedAgainIsWaitedFor() throws Exception {
        write("a.txt");
        queue.states.add(Map.of(1L, JobState.DUPLICATE));
        queue.states.add(Map.of(1L, JobState.QUEUED));
        queue.states.add(Map.of(1L, JobState.EMBEDDING));
        queue.states.add(Map.of(1L, JobState.FAILED));

        assertThat(run().getExitCode()).as("of the second time").isEqualTo(1);
    }

    private void write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    private BulkIngest run() throws Exception {
        IngestProperties properties = Jobs.properties(folder);
        BulkIngest bulk = new BulkIngest(new Intake(queue, null, properties), queue, properties);
        bulk.run(null);
        return bulk;
    }

    /** Says of its jobs what the test says, from one look to the next. */
    private static final class FakeQueue extends IngestQueue {

        @FunctionalInterface
        interface Step {
            void run() throws IOException;
        }

        private final List<String> added = new ArrayList<>();
        private final Map<String, String> failed = new LinkedHashMap<>();
        private final Queue<Map<Long, JobState>> states = new ArrayDeque<>();
        private Step afterAdding = () -> {};
        private long jobs;

        FakeQueue() {
            super(null);
        }

        @Override
        public IngestJob add(DocumentFile file) {
            added.add(file.source());
            try {
                afterAdding.run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return Jobs.job(++jobs, JobState.QUEUED, 0);
        }

        @Override
        public IngestJob addFailed(String source, long size, UnreadableDocumentException why) {
            failed.put(source, why.reason());
            return Jobs.job(++jobs, JobState.FAILED, 0);
        }

        @Override
        List<IngestJob> find(Collection<Long> ids) {
            Map<Long, JobState> now = ids.isEmpty() || states.isEmpty() ? Map.of() : states.remove();
            return now.entrySet().stream()
                    .map(job -> Jobs.job(job.getKey(), job.getValue(), 0))
                    .toList();
        }
    }
}
