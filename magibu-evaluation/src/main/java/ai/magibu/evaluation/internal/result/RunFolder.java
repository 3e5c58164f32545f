package ai.magibu.evaluation.internal.result;

import ai.magibu.evaluation.internal.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.evaluation.result.EvaluationRun;
import ai.magibu.evaluation.result.SplitResult;
import ai.magibu.evaluation.result.TaskResult;
import ai.magibu.evaluation.task.Task;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The results of one run: {@code results/MODEL/REVISION/TASK.json} is all that mteb reads, and {@code runs/MODEL/REVISION/magibu.json}
 * is ours. mteb takes every other JSON file next to its results for a result, so the two have different folders.
 */
public final class RunFolder {

    private static final String SIDE_FILE = "magibu.json";

    private final Path results;
    private final Path sideFile;
    private final EncoderSettings encoder;
    private final Protocol protocol;
    private final RunName name;

    /** @param output the folder of all runs */
    public RunFolder(Path output, EncoderSettings encoder, Protocol protocol) {
        this.encoder = encoder;
        this.protocol = protocol;
        this.name = RunName.of(encoder, protocol);
        this.results = name.in(output.resolve("results"));
        this.sideFile = name.in(output.resolve("runs")).resolve(SIDE_FILE);
    }

    /** Returns the result of a task that an earlier run has finished. */
    public Optional<TaskResult> read(String task) {
        return Files.exists(sideFile) ? read(task, ResultJson.read(sideFile).path("tasks")) : Optional.empty();
    }

    private Optional<TaskResult> read(String task, JsonNode tasks) {
        Path file = results.resolve(task + ".json");
        JsonNode side = tasks.get(task);
        return side == null || !Files.exists(file)
                ? Optional.empty()
                : Optional.of(ResultJson.read(file, result -> SideFile.result(task, side, ResultFile.read(result))));
    }

    /** Stores a result. The task's own file comes last, because it is what makes the task finished. */
    public void write(Task task, TaskResult result) {
        ObjectNode side = Files.exists(sideFile)
                ? ResultJson.read(sideFile, ObjectNode.class::cast)
                : SideFile.create(encoder, protocol);
        SideFile.put(side, result);
        AtomicFile.write(sideFile, ResultJson.text(side));
        AtomicFile.write(results.resolve("model_meta.json"), ModelMeta.write(encoder, name.revision(), protocol));
        AtomicFile.write(results.resolve(task.name() + ".json"), ResultFile.write(task, result, protocol));
    }

    /** Returns all runs below a folder, the oldest first; tasks are in the order in which they were stored. */
    public static List<EvaluationRun> readAll(Path output) {
        List<EvaluationRun> runs = new ArrayList<>();
        for (Path file : sideFiles(output.resolve("runs"))) {
            EvaluationRun run = ResultJson.read(file, side -> run(output, side));
            if (!run.results().isEmpty()) {
                runs.add(run);
            }
        }
        runs.sort(Comparator.comparing(RunFolder::start));
        return runs;
    }

    private static EvaluationRun run(Path output, JsonNode side) {
        RunFolder run = new RunFolder(output, SideFile.encoder(side), SideFile.protocol(side));
        List<TaskResult> found = new ArrayList<>();
        JsonNode tasks = side.get("tasks");
        tasks.fieldNames().forEachRemaining(task -> run.read(task, tasks).ifPresent(found::add));
        return new EvaluationRun(run.encoder, run.protocol, found);
    }

    private static Instant start(EvaluationRun run) {
        return run.results().stream().map(TaskResult::date).min(Comparator.naturalOrder()).orElseThrow();
    }

    private static List<Path> sideFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder, 3)) {
            return files.filter(file -> file.endsWith(SIDE_FILE)).sorted(Comparator.comparing(Path::toString)).toList();
        } catch (IOException e) {
            throw new EvaluationException(folder + ": earlier results cannot be read: " + FileFault.reason(e), e);
        }
    }

    /** Returns a result with the splits of both; those of the second count. */
    public static TaskResult merged(TaskResult earlier, TaskResult later) {
        List<SplitResult> splits = new ArrayList<>(earlier.splits());
        splits.removeIf(split -> later.splits().stream().anyMatch(other -> other.split().equals(split.split())));
        splits.addAll(later.splits());
        return new TaskResult(later.task(), later.type(), later.mainScore(), later.dataset(), later.revision(), splits, later.cost(),
                later.date());
    }
}
