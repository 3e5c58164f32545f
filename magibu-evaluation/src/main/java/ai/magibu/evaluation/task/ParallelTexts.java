package ai.magibu.evaluation.task;

import java.util.List;

/**
 * Translations.
 *
 * @param first the sentences that search
 * @param second their translations, which are searched
 */
public record ParallelTexts(List<String> first, List<String> second) implements TaskData {}
