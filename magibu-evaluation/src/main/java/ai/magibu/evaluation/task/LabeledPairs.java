package ai.magibu.evaluation.task;

import java.util.List;

/**
 * Pairs of sentences that match or do not.
 *
 * @param first the first sentences
 * @param second the second sentences
 * @param labels whether each pair matches
 */
public record LabeledPairs(List<String> first, List<String> second, boolean[] labels) implements TaskData {}
