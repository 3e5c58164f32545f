package ai.magibu.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.api.TextEncoder;
import ai.magibu.evaluation.data.DataSource;
import ai.magibu.evaluation.internal.encode.CachedEncoder;
import ai.magibu.evaluation.internal.result.RunFolder;
import ai.magibu.evaluation.internal.score.TaskRun;
import ai.magibu.evaluation.result.EvaluationRun;
import ai.magibu.evaluation.result.TaskResult;
import ai.magibu.evaluation.task.Task;
import ai.magibu.evaluation.task.TaskCatalogue;
import ai.magibu.hub.HubException;
import org.jspecify.annotations.Nullable;

/**
 * Scores an encoder on the tasks of TR-MTEB.
 *
 * <p>Results and vectors are stored in the output folder, where several encoders and settings have room side by side. A run that was
 * interrupted continues: finished tasks are not computed again, and a text that has its vector does not go through the model again. Not
 * thread-safe.
 */
public final class Evaluation {

    /** The value of {@link #split(String)} for all splits of each task. */
    public static final String ALL_SPLITS = "all";

    private static final String TEST = "test";
    private static final Set<HubException.Reason> OF_ONE_DATA_SET =
            EnumSet.of(HubException.Reason.NOT_FOUND, HubException.Reason.ACCESS, HubException.Reason.INTEGRITY);

    private final TextEncoder encoder;
    private final DataSource data;
    private final Path output;
    private List<Task> tasks = TaskCatalogue.trMteb().tasks();
    private Protocol protocol = Protocol.TRMTEB;
    private @Nullable String split;
    private EvaluationListener listener = new EvaluationListener() {};

    private Evaluation(TextEncoder encoder, DataSource data, Path output) {
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.data = Objects.requireNonNull(data, "data");
        this.output = Objects.requireNonNull(output, "output");
    }

    /**
     * Returns an evaluation on all tasks by the rules of the model card.
     *
     * @param encoder the encoder, which stays open
     * @param data the place of the data sets
     * @param output the folder of results and vectors; created if it is missing
     */
    public static Evaluation of(TextEncoder encoder, DataSource data, Path output) {
        return new Evaluation(encoder, data, output);
    }

    /** Sets the tasks; default all tasks of TR-MTEB. */
    public Evaluation tasks(List<Task> newTasks) {
        this.tasks = List.copyOf(newTasks);
        return this;
    }

    /** Sets the rules; default {@link Protocol#TRMTEB}. */
    public Evaluation protocol(Protocol newProtocol) {
        this.protocol = Objects.requireNonNull(newProtocol, "protocol");
        return this;
    }

    /**
     * Sets the split that is scored. The default is {@code test}, as in the model card, and for a task without it all of its splits.
     *
     * @param newSplit the name of a split, and tasks without it are skipped; or {@link #ALL_SPLITS}
     */
    public Evaluation split(String newSplit) {
        this.split = Objects.requireNonNull(newSplit, "split");
        return this;
    }

    /** Sets the observer; default none. */
    public Evaluation listener(EvaluationListener newListener) {
        this.listener = Objects.requireNonNull(newListener, "listener");
        return this;
    }

    /**
     * Runs the tasks that are not finished.
     *
     * @return the results of all tasks, also of those that were finished before
     * @throws EvaluationException if a task's data or vectors are missing or invalid; the results of the other tasks are stored
     * @throws HubException if the hub cannot be used at all; the results of earlier tasks are stored
     */
    public EvaluationRun run() {
        RunFolder folder = new RunFolder(output, encoder.settings(), protocol);
        List<TaskResult> results = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        try (CachedEncoder cached = CachedEncoder.open(encoder, output)) {
            TaskRun run = new TaskRun(cached, data, protocol);
            for (int i = 0; i < tasks.size(); i++) {
                Task task = tasks.get(i);
                listener.started(task, i + 1, tasks.size());
                try {
                    result(task, run, folder).ifPresent(results::add);
                } catch (EvaluationException | HubException e) {
                    EvaluationException failure = failureOfOneTask(e);
                    listener.failed(task, failure);
                    failures.add(new Failure(task, failure));
                }
            }
        }
        if (!failures.isEmpty()) {
            throw failed(failures);
        }
        return new EvaluationRun(encoder.settings(), protocol, results);
    }

    /**
     * Returns the stored runs of all encoders and settings.
     *
     * @param output the folder of results
     * @return the runs, the oldest first; none if the folder does not exist
     * @throws EvaluationException if a stored result is damaged
     */
    public static List<EvaluationRun> runs(Path output) {
        return RunFolder.readAll(output);
    }

    private Optional<TaskResult> result(Task task, TaskRun run, RunFolder folder) {
        List<String> wanted = splits(task);
        if (wanted.isEmpty()) {
            listener.skipped(task);
            return Optional.empty();
        }
        Optional<TaskResult> earlier = folder.read(task.name());
        List<String> missing = new ArrayList<>(wanted);
        earlier.ifPresent(result -> result.splits().forEach(done -> missing.remove(done.split())));
        if (missing.isEmpty()) {
            listener.reused(task, earlier.orElseThrow());
            return earlier;
        }
        TaskResult computed = run.run(task, missing, (done, all) -> listener.encoded(task, done, all));
        TaskResult result = earlier.map(before -> RunFolder.merged(before, computed)).orElse(computed);
        folder.write(task, result);
        listener.finished(task, result);
        return Optional.of(result);
    }

    private List<String> splits(Task task) {
        if (ALL_SPLITS.equals(split)) {
            return task.splits();
        }
        if (split != null) {
            return task.splits().contains(split) ? List.of(split) : List.of();
        }
        return task.splits().contains(TEST) ? List.of(TEST) : task.splits();
    }

    /** Returns the failure of a data set. If the hub itself cannot be used, the other tasks would fail as well. */
    private static EvaluationException failureOfOneTask(RuntimeException failure) {
        if (failure instanceof HubException hub) {
            if (!OF_ONE_DATA_SET.contains(hub.reason())) {
                throw hub;
            }
            return new EvaluationException(String.valueOf(hub.getMessage()), hub);
        }
        return (EvaluationException) failure;
    }

    private record Failure(Task task, EvaluationException reason) {}

    private static EvaluationException failed(List<Failure> failures) {
        EvaluationException first = failures.get(0).reason();
        if (failures.size() == 1) {
            return new EvaluationException(failures.get(0).task().name() + ": " + first.getMessage(), first);
        }
        return new EvaluationException(failures.size() + " tasks failed:\n" + failures.stream()
                .map(failure -> "  " + failure.task().name() + ": " + failure.reason().getMessage()).collect(Collectors.joining("\n")),
                first);
    }
}
