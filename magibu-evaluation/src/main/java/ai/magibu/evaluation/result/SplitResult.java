package ai.magibu.evaluation.result;

import java.util.List;

import ai.magibu.evaluation.api.Scores;
import org.jspecify.annotations.Nullable;

/**
 * The scores of one split of a task.
 *
 * @param split the name of the split, for example {@code test}
 * @param subset the name of the subset, {@code default} or for example {@code tr}
 * @param languages the languages of the texts, for example {@code tur-Latn}
 * @param scores the scores
 * @param parts the scores of each experiment of a classification, or of each set of a clustering; otherwise empty
 * @param ceiling the best possible recall if relevant documents are missing from the corpus, from 0 to 1; null if the task is not a
 *     retrieval
 */
public record SplitResult(String split, String subset, List<String> languages, Scores scores, List<Scores> parts,
        @Nullable Double ceiling) {

    /** Copies the lists. */
    public SplitResult {
        languages = List.copyOf(languages);
        parts = List.copyOf(parts);
    }
}
