package ai.magibu.evaluation.internal.protocol;

import ai.magibu.evaluation.api.Scores;
import java.util.List;

/**
 * The scores of a task and of its parts.
 *
 * @param scores the scores of the task
 * @param parts the scores of each experiment or of each set of texts
 */
public record Scored(Scores scores, List<Scores> parts) {

    public Scored {
        parts = List.copyOf(parts);
    }
}
