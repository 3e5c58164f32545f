package ai.magibu.evaluation.result;

import java.time.Instant;
import java.util.List;

import ai.magibu.evaluation.task.TaskType;

/**
 * The result of a task.
 *
 * @param task the name of the task, for example {@code STSbTR}
 * @param type the type of the task
 * @param mainScore the name of the score that counts, for example {@code cosine_spearman}
 * @param dataset the id of the data set, for example {@code trmteb/stsb-tr}
 * @param revision the commit of the data set, or {@code main} if the data came from a folder that does not tell
 * @param splits the scores of each split; at least one
 * @param cost the time and the amount of work
 * @param date the end of the task
 */
public record TaskResult(String task, TaskType type, String mainScore, String dataset, String revision, List<SplitResult> splits,
        Cost cost, Instant date) {

    /** @throws IllegalArgumentException if there is no split */
    public TaskResult {
        splits = List.copyOf(splits);
        if (splits.isEmpty()) {
            throw new IllegalArgumentException("A result needs at least one split.");
        }
    }

    /** Returns the mean of the main score over the splits. */
    public double score() {
        return splits.stream().mapToDouble(split -> split.scores().get(mainScore)).average().orElseThrow();
    }
}
