package ai.magibu.evaluation;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.result.TaskResult;
import ai.magibu.evaluation.task.Task;

/** Observes an evaluation, on its thread. */
public interface EvaluationListener {

    /**
     * A task begins.
     *
     * @param task the task
     * @param number its number, from 1
     * @param count the number of tasks
     */
    default void started(Task task, int number, int count) {}

    /**
     * Texts of the task have their vectors.
     *
     * @param task the task
     * @param doneCharacters the characters that went through the model so far
     * @param allCharacters the characters of all texts of the task that had no vectors before
     */
    default void encoded(Task task, long doneCharacters, long allCharacters) {}

    /**
     * The task is finished and its result is stored.
     *
     * @param task the task
     * @param result the result
     */
    default void finished(Task task, TaskResult result) {}

    /**
     * An earlier run has finished the task, so it is not computed again.
     *
     * @param task the task
     * @param result the result
     */
    default void reused(Task task, TaskResult result) {}

    /**
     * The task is left out because it does not have the requested split.
     *
     * @param task the task
     */
    default void skipped(Task task) {}

    /**
     * The task's data cannot be scored. The other tasks go on.
     *
     * @param task the task
     * @param failure the reason
     */
    default void failed(Task task, EvaluationException failure) {}
}
