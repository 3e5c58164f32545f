package ai.magibu.sample.ingest;

import ai.magibu.sample.documents.DocumentFile;
import ai.magibu.sample.documents.UnreadableDocumentException;
import ai.magibu.sample.documents.UnreadableDocumentException.Reason;
import ai.magibu.sample.startup.StartupProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * {@code --sample.ingest.path=<folder, ZIP or file>}: ingests it and ends. Broken off and started again it goes on where it was, for
 * what is stored already is unchanged. Exit status 1 where a file failed.
 */
@Component
@ConditionalOnProperty("sample.ingest.path")
@Order(1)
final class BulkIngest implements ApplicationRunner, ExitCodeGenerator {

    /** So many files are in the queue at most: it holds their contents. */
    private static final int AHEAD = 50;

    private static final int TICK_MILLIS = 250;

    private final Intake intake;
    private final IngestQueue queue;
    private final IngestProperties properties;

    private final Set<Long> waiting = new LinkedHashSet<>();
    private final Map<JobState, Integer> finished = new EnumMap<>(JobState.class);
    private final ProgressLine progress = new ProgressLine();
    private long files;
    private long chunks;

    BulkIngest(Intake intake, IngestQueue queue, IngestProperties properties) {
        this.intake = intake;
        this.queue = queue;
        this.properties = properties;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException, InterruptedException {
        Path root = properties.path().toAbsolutePath().normalize();
        if (!Files.isReadable(root)) {
            throw new StartupProblem(
                    root + " (sample.ingest.path) is not there or cannot be read.", "Name a folder, a ZIP or a file.");
        }
        List<Path> paths = find(root);
        files = paths.size();
        for (Path path : paths) {
            while (waiting.size() >= AHEAD) {
                tick();
            }
            List<IngestJob> jobs = add(root, path);
            files += jobs.size() - 1; // a ZIP turns out to be many
            jobs.forEach(job -> waiting.add(job.id()));
        }
        while (!waiting.isEmpty()) {
            tick();
        }
        progress.end("%d files: %s, %d chunks".formatted(files, summary(), chunks));
    }

    private static List<Path> find(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> !Intake.isSkipped(name(root, path)))
                    .sorted()
                    .toList();
        }
    }

    /** The path below the folder, as in a ZIP of it. */
    private static String name(Path root, Path path) {
        String name = root.equals(path) ? "" : root.relativize(path).toString();
        return name.isEmpty() ? String.valueOf(path.getFileName()) : name.replace('\\', '/');
    }

    private List<IngestJob> add(Path root, Path path) throws IOException {
        String name = name(root, path);
        long size = Files.size(path);
        if (size > properties.maxFileSize().toBytes()) {
            return List.of(queue.addFailed(name, size, new UnreadableDocumentException(
                    name, Reason.TOO_LARGE, "more than " + properties.maxFileSize() + " (sample.ingest.max-file-size)")));
        }
        return intake.add(new DocumentFile(name, Files.readAllBytes(path), null, null));
    }

    private void tick() throws InterruptedException {
        Thread.sleep(TICK_MILLIS);
        int embedding = 0;
        for (IngestJob job : queue.find(List.copyOf(waiting))) {
            if (job.state().isFinished()) {
                waiting.remove(job.id());
                finished.merge(job.state(), 1, Integer::sum);
                chunks += job.chunksDone();
                if (job.state() == JobState.FAILED) {
                    progress.say(job.message());
                }
            } else {
                embedding += job.chunksDone();
            }
        }
        progress.show(done(), files, chunks + embedding, summary());
    }

    private int done() {
        return finished.values().stream().mapToInt(Integer::intValue).sum();
    }

    private String summary() {
        List<String> parts = new ArrayList<>();
        finished.forEach((state, count) -> parts.add(count + " " + state.code()));
        return String.join(", ", parts);
    }

    @Override
    public int getExitCode() {
        return finished.containsKey(JobState.FAILED) ? 1 : 0;
    }
}
