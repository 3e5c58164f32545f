package ai.magibu.evaluation.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Named scores in their order in the result file, for example {@code ndcg_at_10}. Most are between 0 and 1; correlations are between
 * -1 and 1; a score that is not defined is NaN. Immutable.
 */
public final class Scores {

    private final Map<String, Double> values;

    private Scores(Map<String, Double> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /**
     * Returns the scores of a map.
     *
     * @param values the scores by their names, in their order
     * @return a copy
     */
    public static Scores of(Map<String, Double> values) {
        return new Scores(new LinkedHashMap<>(values));
    }

    /**
     * Returns a score.
     *
     * @param name the name, for example {@code ndcg_at_10}
     * @return the score
     * @throws IllegalArgumentException if there is no score of this name
     */
    public double get(String name) {
        Double value = values.get(Objects.requireNonNull(name, "name"));
        if (value == null) {
            throw new IllegalArgumentException("There is no score \"" + name + "\". The scores are " + values.keySet() + ".");
        }
        return value;
    }

    /**
     * Returns all scores.
     *
     * @return the scores by their names, in their order; unmodifiable
     */
    public Map<String, Double> asMap() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scores scores && values.equals(scores.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
