package ai.magibu.evaluation.task;

/** The texts and gold values of one split, sampled as the task says. All lists of a set have the same order. */
public sealed interface TaskData permits ScoredPairs, LabeledPairs, RetrievalSet, LabeledTexts, ClusterSets, ParallelTexts {}
