package ai.magibu.evaluation.internal.numpy;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The rows of a split that keeps the share of each label, as {@code train_test_split(stratify_by_column=…)} of the data sets library
 * draws them.
 *
 * @param train the rows of the train part
 * @param test the rows of the test part
 */
@SuppressWarnings("ArrayRecordComponent") // hundreds of thousands of rows; never compared
public record StratifiedSplit(int[] train, int[] test) {

    /**
     * Splits rows.
     *
     * @param labels the label of each row
     * @param testSize the number of rows of the test part; all others are for the train part
     * @throws IllegalArgumentException if a label occurs once only, or if a part is smaller than the number of labels
     */
    public static StratifiedSplit of(int[] labels, int testSize, long seed) {
        int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
        int[][] rows = new int[classes.length][];
        int[] counts = new int[classes.length];
        for (int c = 0; c < classes.length; c++) {
            int label = classes[c];
            rows[c] = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
            counts[c] = rows[c].length;
            if (counts[c] < 2) {
                throw new IllegalArgumentException(
                        "The label " + label + " has one row. A stratified split needs two or more of each label.");
            }
        }
        int trainSize = labels.length - testSize;
        check("test", testSize, classes.length);
        check("train", trainSize, classes.length);

        Generator random = new Generator(seed);
        int[] trainCounts = share(counts, trainSize, random);
        int[] rest = IntStream.range(0, counts.length).map(c -> counts[c] - trainCounts[c]).toArray();
        int[] testCounts = share(rest, testSize, random);
        IntStream.Builder train = IntStream.builder();
        IntStream.Builder test = IntStream.builder();
        for (int c = 0; c < classes.length; c++) {
            int[] order = random.permutation(counts[c]);
            for (int i = 0; i < trainCounts[c]; i++) {
                train.add(rows[c][order[i]]);
            }
            for (int i = trainCounts[c]; i < trainCounts[c] + testCounts[c]; i++) {
                test.add(rows[c][order[i]]);
            }
        }
        return new StratifiedSplit(random.permutation(train.build().toArray()), random.permutation(test.build().toArray()));
    }

    private static void check(String part, int size, int classes) {
        if (size < classes) {
            throw new IllegalArgumentException("The " + part + " part has " + size + " rows and there are " + classes
                    + " labels. A stratified split needs one row or more of each label in each part.");
        }
    }

    /** Returns how many of each class are drawn: the largest remainders are rounded up, equal ones by lot. */
    private static int[] share(int[] counts, int draws, Generator random) {
        long total = Arrays.stream(counts).asLongStream().sum();
        int[] shares = new int[counts.length];
        double[] remainders = new double[counts.length];
        for (int c = 0; c < counts.length; c++) {
            double exact = (double) ((long) draws * counts[c]) / total;
            shares[c] = (int) exact;
            remainders[c] = exact - shares[c];
        }
        int missing = draws - Arrays.stream(shares).sum();
        double[] ascending = Arrays.stream(remainders).distinct().sorted().toArray();
        for (int v = ascending.length - 1; missing > 0; v--) {
            double value = ascending[v];
            int[] equal = IntStream.range(0, counts.length).filter(c -> remainders[c] == value).toArray();
            int added = Math.min(equal.length, missing);
            for (int i : random.choice(equal.length, added)) {
                shares[equal[i]]++;
            }
            missing -= added;
        }
        return shares;
    }
}
