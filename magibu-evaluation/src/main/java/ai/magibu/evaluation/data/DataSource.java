package ai.magibu.evaluation.data;

import ai.magibu.evaluation.task.Task;

/** A place that has the data sets of tasks. */
public interface DataSource {

    /**
     * Finds the data set of a task. Files are not yet downloaded.
     *
     * @param task the task
     * @return the files of the data set
     * @throws ai.magibu.evaluation.api.EvaluationException if this place does not have the data set
     * @throws ai.magibu.hub.HubException if a hub does not have it, or cannot be asked
     */
    DataFiles open(Task task);
}
