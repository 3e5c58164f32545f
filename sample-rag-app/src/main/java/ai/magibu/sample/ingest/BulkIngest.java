package ai.magibu.sample.ingest;

import ai.magibu.sample.documents.DocumentFile;
import ai.magibu.sample.documents.UnreadableDocumentException;
import ai.magibu.sample.documents.UnreadableDocumentException.Reason;
import ai.magibu.sample.startup.StartupProblem;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    private final Set<Long> duplicates = new HashSet<>();
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
        List<Path> paths = find(root).stream()
                .filter(path -> !Intake.isSkipped(name(root, path)))
                .sorted()
                .toList();
        files = paths.size();
        for (Path path : paths) {
            while (waiting.size() >= AHEAD) {
                tick();
            }
            List<IngestJob> jobs = add(root, path);
            files += jobs.size() - 1; // a ZIP turns out to be many
            jobs.forEach(job -> waiting.add(job.id()));
        }
        while (!waiting.isEmpty() || duplicatesCameBack()) {
            tick();
        }
        progress.end("%d files: %s, %d chunks".formatted(files, summary(), chunks));
    }

    /** The files, and the folders that cannot be opened: reading one fails, and so it is named. */
    private static List<Path> find(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (Files.isRegularFile(file)) { // or a link to one
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) {
                found.add(path);
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    /** The path below the folder, as in a ZIP of it. */
    private static String name(Path root, Path path) {
        String name = root.equals(path) ? "" : root.relativize(path).toString();
        return name.isEmpty() ? String.valueOf(path.getFileName()) : name.replace('\\', '/');
    }

    private List<IngestJob> add(Path root, Path path) {
        String name = name(root, path);
        try {
            long size = Files.size(path);
            if (size > properties.maxFileSize().toBytes()) {
                return failed(
                        name, size, Reason.TOO_LARGE, "more than " + properties.maxFileSize() + " (sample.ingest.max-file-size)");
            }
            return intake.add(new DocumentFile(name, Files.readAllBytes(path), null, null));
        } catch (IOException e) {
            return failed(name, 0, Reason.UNREADABLE);
        } catch (IllegalArgumentException e) { // a longer path than a document's name may be
            return failed(name, 0, Reason.ZIP_PATH);
        }
    }

    private List<IngestJob> failed(String name, long size, Reason why, Object... details) {
        return List.of(queue.addFailed(name, size, new UnreadableDocumentException(name, why, details)));
    }

    private void tick() throws InterruptedException {
        Thread.sleep(TICK_MILLIS);
        int embedding = 0;
        List<IngestJob> jobs = queue.find(waiting);
        waiting.retainAll(jobs.stream().map(IngestJob::id).collect(Collectors.toSet())); // one may be taken off the list
        for (IngestJob job : jobs) {
            if (job.state().isFinished()) {
                waiting.remove(job.id());
                finished.merge(job.state(), 1, Integer::sum);
                chunks += job.chunksDone();
                if (job.state() == JobState.FAILED) {
                    progress.say(job.message());
                } else if (job.state() == JobState.DUPLICATE) {
                    duplicates.add(job.id());
                }
            } else {
                embedding += job.chunksDone();
            }
        }
        progress.show(done(), files, chunks + embedding, summary());
    }

    /** A duplicate is queued again where the document that had its content got another: it is waited for once more then. */
    private boolean duplicatesCameBack() {
        for (IngestJob job : queue.find(duplicates)) {
            if (job.state() != JobState.DUPLICATE) {
                duplicates.remove(job.id());
                waiting.add(job.id());
                finished.computeIfPresent(JobState.DUPLICATE, (state, count) -> count == 1 ? null : count - 1);
            }
        }
        return !waiting.isEmpty();
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
