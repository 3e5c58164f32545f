package ai.magibu.evaluation.task;

import java.util.List;

/**
 * Texts with labels, to learn from and to test on.
 *
 * @param train the texts to learn from
 * @param trainLabels their labels, from 0 without gaps
 * @param test the texts to test on
 * @param testLabels their labels
 */
public record LabeledTexts(List<String> train, int[] trainLabels, List<String> test, int[] testLabels) implements TaskData {}
