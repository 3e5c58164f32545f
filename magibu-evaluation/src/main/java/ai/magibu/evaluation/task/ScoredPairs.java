package ai.magibu.evaluation.task;

import java.util.List;

/**
 * Pairs of sentences with a human judgment.
 *
 * @param first the first sentences
 * @param second the second sentences
 * @param gold the similarity of each pair, from 0 (nothing in common) to 1 (the same)
 */
public record ScoredPairs(List<String> first, List<String> second, double[] gold) implements TaskData {}
