package ai.magibu.evaluation.task;

import java.util.List;

/**
 * Sets of texts, each of which is clustered on its own.
 *
 * @param sets the sets
 */
public record ClusterSets(List<ClusterSet> sets) implements TaskData {

    /**
     * One set.
     *
     * @param texts the texts
     * @param labels their labels, from 0 without gaps
     */
    public record ClusterSet(List<String> texts, int[] labels) {}
}
