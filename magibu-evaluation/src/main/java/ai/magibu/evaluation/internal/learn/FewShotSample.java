package ai.magibu.evaluation.internal.learn;

import ai.magibu.evaluation.internal.numpy.LegacyRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The examples from which the experiments of a classification task learn. */
public final class FewShotSample {

    private static final int SEED = 42;
    private static final int PER_LABEL = 8;

    private FewShotSample() {}

    /**
     * Draws up to eight examples of each label for each experiment. Each experiment shuffles the order of the one before with the same
     * random numbers.
     *
     * @param labels the label of each row
     * @return the rows of each experiment
     */
    public static List<int[]> draw(int[] labels, int experiments) {
        int[] order = IntStream.range(0, labels.length).toArray();
        List<int[]> samples = new ArrayList<>();
        for (int experiment = 0; experiment < experiments; experiment++) {
            new LegacyRandom(SEED).shuffle(order);
            Map<Integer, Integer> taken = new HashMap<>();
            samples.add(IntStream.of(order).filter(row -> taken.merge(labels[row], 1, Integer::sum) <= PER_LABEL).toArray());
        }
        return samples;
    }
}
