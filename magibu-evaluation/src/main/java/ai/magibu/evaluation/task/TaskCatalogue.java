package ai.magibu.evaluation.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import ai.magibu.evaluation.api.EvaluationException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The tasks of a benchmark. Immutable and thread-safe. */
public final class TaskCatalogue {

    private final List<Task> tasks;

    private TaskCatalogue(List<Task> tasks) {
        this.tasks = List.copyOf(tasks);
    }

    /**
     * Returns the tasks of TR-MTEB.
     *
     * @return 26 tasks
     */
    public static TaskCatalogue trMteb() {
        try (InputStream json =
                Objects.requireNonNull(TaskCatalogue.class.getResourceAsStream("/ai/magibu/evaluation/tasks/tr-mteb.json"))) {
            return new TaskCatalogue(new JsonMapper().readValue(json, new TypeReference<List<Task>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns all tasks.
     *
     * @return the tasks in the order of the benchmark
     */
    public List<Task> tasks() {
        return tasks;
    }

    /**
     * Returns the tasks of some types.
     *
     * @param types the wanted types
     * @return the tasks in the order of the benchmark
     */
    public List<Task> tasks(Set<TaskType> types) {
        return tasks.stream().filter(task -> types.contains(task.type())).toList();
    }

    /**
     * Returns a task.
     *
     * @param name the name; upper and lower case are the same
     * @return the task
     * @throws EvaluationException if no task has this name
     */
    public Task task(String name) {
        return tasks.stream().filter(task -> task.name().equalsIgnoreCase(name)).findFirst().orElseThrow(
                () -> new EvaluationException("There is no task \"" + name + "\". The tasks are "
                        + tasks.stream().map(Task::name).collect(Collectors.joining(", ")) + "."));
    }
}
