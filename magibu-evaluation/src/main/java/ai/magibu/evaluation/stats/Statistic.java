package ai.magibu.evaluation.stats;

/** A number that is computed from a sample of the data. Implementations are thread-safe. */
@FunctionalInterface
public interface Statistic {

    /**
     * Returns the value for a sample.
     *
     * @param sample the indices of the sampled data; an index may occur several times or not at all
     * @return the value
     */
    double of(int[] sample);
}
