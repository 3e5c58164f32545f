package ai.magibu.evaluation.internal.learn;

import ai.magibu.evaluation.internal.numpy.LegacyRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Mini-batch k-means, step for step as scikit-learn does it with batches of 500 rows, one initialization and at most 100 epochs. */
public final class MiniBatchKMeans {

    private static final int BATCH = 500;
    private static final int MAX_EPOCHS = 100;
    private static final int MAX_WITHOUT_IMPROVEMENT = 10;
    private static final double REASSIGNMENT_RATIO = 0.01;

    private final double[][] rows;
    private final int batchSize;
    private final BatchDraw draw;
    private final LegacyRandom random;
    private final EqualWeights equalWeights;
    private final double[][] centres;
    private final double[] counts;
    private int sinceReassignment;

    private MiniBatchKMeans(double[][] rows, int k, BatchDraw draw, int seed) {
        this.rows = rows;
        this.draw = draw;
        batchSize = Math.min(BATCH, rows.length);
        random = new LegacyRandom(seed);
        equalWeights = new EqualWeights(rows.length);
        counts = new double[k];
        int sampled = Math.min(Math.max(3 * batchSize, k > 3 * batchSize ? 3 * k : 0), rows.length);
        // scikit-learn draws a validation set; with one initialization it is unused, but it moves the stream.
        draw(sampled);
        centres = PlusPlus.centres(sampled < rows.length ? draw(sampled) : rows, k, random);
    }

    /**
     * Clusters rows.
     *
     * @param rows the vectors
     * @param k the number of clusters, from 1 to the number of rows
     * @param seed the start of NumPy's stream
     * @return the cluster of each row
     * @throws IllegalArgumentException if k is not possible
     */
    public static int[] cluster(double[][] rows, int k, BatchDraw draw, int seed) {
        if (k < 1 || k > rows.length) {
            throw new IllegalArgumentException(rows.length + " rows cannot form " + k + " clusters.");
        }
        MiniBatchKMeans clustering = new MiniBatchKMeans(rows, k, draw, seed);
        clustering.fit();
        return clustering.nearest(rows);
    }

    private void fit() {
        long steps = (long) MAX_EPOCHS * rows.length / batchSize;
        double weight = Math.min(1, batchSize * 2.0 / (rows.length + 1));
        double average = Double.NaN;
        double least = Double.POSITIVE_INFINITY;
        int withoutImprovement = 0;
        for (long step = 0; step < steps && withoutImprovement < MAX_WITHOUT_IMPROVEMENT; step++) {
            double inertia = step() / batchSize;
            if (step == 0) {
                // The inertia of the first centres tells nothing.
                continue;
            }
            average = Double.isNaN(average) ? inertia : average * (1 - weight) + inertia * weight;
            if (average < least) {
                least = average;
                withoutImprovement = 0;
            } else {
                withoutImprovement++;
            }
        }
    }

    /** Moves the centres by one batch; returns the sum of the squared distances before. */
    private double step() {
        double[][] batch = batch();
        sinceReassignment += batchSize;
        boolean reassign = Arrays.stream(counts).anyMatch(count -> count == 0) || sinceReassignment >= 10L * counts.length;
        if (reassign) {
            sinceReassignment = 0;
        }
        int[] nearest = nearest(batch);
        double inertia = 0;
        for (int i = 0; i < batchSize; i++) {
            inertia += Distance.squared(batch[i], centres[nearest[i]]);
        }
        move(batch, nearest);
        if (reassign) {
            reassign(batch);
        }
        return inertia;
    }

    private int[] nearest(double[][] some) {
        double[] squares = Distance.squares(centres);
        return Arrays.stream(some).mapToInt(row -> Distance.nearest(row, centres, squares)).toArray();
    }

    private double[][] batch() {
        if (draw == BatchDraw.INTEGERS) {
            return draw(batchSize);
        }
        double[][] batch = new double[batchSize][];
        for (int i = 0; i < batchSize; i++) {
            batch[i] = rows[equalWeights.draw(random)];
        }
        return batch;
    }

    private double[][] draw(int size) {
        double[][] drawn = new double[size][];
        for (int i = 0; i < size; i++) {
            drawn[i] = rows[random.below(rows.length)];
        }
        return drawn;
    }

    /** Each centre becomes the mean of all rows that it was nearest to so far. */
    private void move(double[][] batch, int[] nearest) {
        int[] added = new int[counts.length];
        for (int cluster : nearest) {
            added[cluster]++;
        }
        for (int c = 0; c < counts.length; c++) {
            if (added[c] > 0) {
                scale(centres[c], counts[c]);
            }
        }
        for (int i = 0; i < batchSize; i++) {
            double[] centre = centres[nearest[i]];
            for (int j = 0; j < centre.length; j++) {
                centre[j] += batch[i][j];
            }
        }
        for (int c = 0; c < counts.length; c++) {
            if (added[c] > 0) {
                counts[c] += added[c];
                scale(centres[c], 1 / counts[c]);
            }
        }
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    /** Centres with few rows start again at random rows of the batch. */
    private void reassign(double[][] batch) {
        double limit = REASSIGNMENT_RATIO * Arrays.stream(counts).max().orElseThrow();
        int[] few = IntStream.range(0, counts.length).filter(c -> counts[c] < limit).toArray();
        if (few.length > batchSize / 2) {
            few = IntStream.of(few).boxed().sorted(Comparator.comparingDouble(c -> counts[c])).limit(batchSize / 2).sorted()
                    .mapToInt(Integer::intValue).toArray();
        }
        if (few.length == 0) {
            return;
        }
        boolean[] isFew = new boolean[counts.length];
        for (int c : few) {
            isFew[c] = true;
        }
        double least = IntStream.range(0, counts.length).filter(c -> !isFew[c]).mapToDouble(c -> counts[c]).min().orElseThrow();
        int[] order = random.permutation(batchSize);
        for (int i = 0; i < few.length; i++) {
            centres[few[i]] = batch[order[i]].clone();
            counts[few[i]] = least;
        }
    }
}
