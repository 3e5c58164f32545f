package ai.magibu.evaluation.internal.learn;

import java.util.Arrays;

/** Logistic regression with scikit-learn's defaults: L2 penalty with C = 1, free intercept, at most 100 iterations of L-BFGS. Immutable. */
public final class LogisticRegression {

    private static final double TOLERANCE = 1e-4;
    private static final int MAX_ITERATIONS = 100;

    private final int[] classes;
    /** A row per class, or one row for two classes; the last column is the intercept. */
    private final double[][] weights;

    private LogisticRegression(int[] classes, double[][] weights) {
        this.classes = classes;
        this.weights = weights;
    }

    /**
     * Fits a model.
     *
     * @param examples the examples, one per row
     * @param labels the label of each example
     * @throws IllegalArgumentException if there are fewer than two different labels
     */
    public static LogisticRegression fit(double[][] examples, int[] labels) {
        return fit(examples, labels, TOLERANCE, MAX_ITERATIONS);
    }

    static LogisticRegression fit(double[][] examples, int[] labels, double tolerance, int maxIterations) {
        int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
        if (classes.length < 2) {
            throw new IllegalArgumentException("All examples have the same label. A classifier needs two or more labels.");
        }
        int[] targets = Arrays.stream(labels).map(label -> Arrays.binarySearch(classes, label)).toArray();
        int rows = classes.length == 2 ? 1 : classes.length;
        int columns = examples[0].length + 1;
        double[] solution = Lbfgs.minimize(new Loss(examples, targets, rows)::at, rows * columns, maxIterations, tolerance);
        double[][] weights = new double[rows][];
        for (int row = 0; row < rows; row++) {
            weights[row] = Arrays.copyOfRange(solution, row * columns, (row + 1) * columns);
        }
        return new LogisticRegression(classes, weights);
    }

    /** Returns the most probable label; of equally probable ones the least. */
    public int predict(double[] example) {
        if (weights.length == 1) {
            return classes[decision(weights[0], 0, example) > 0 ? 1 : 0];
        }
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < weights.length; c++) {
            double decision = decision(weights[c], 0, example);
            if (decision > highest) {
                highest = decision;
                best = c;
            }
        }
        return classes[best];
    }

    /** Returns the coefficients with the intercept last: a row per class, or one row for two classes. */
    double[][] weights() {
        return weights;
    }

    private static double decision(double[] weights, int start, double[] example) {
        double sum = weights[start + example.length];
        for (int i = 0; i < example.length; i++) {
            sum += weights[start + i] * example[i];
        }
        return sum;
    }

    /** The mean loss of the examples plus the penalty ‖W‖² / 2n, as a function of all weights. */
    private static final class Loss {

        private final double[][] examples;
        private final int[] targets;
        private final int rows;
        private final double[] decisions;

        Loss(double[][] examples, int[] targets, int rows) {
            this.examples = examples;
            this.targets = targets;
            this.rows = rows;
            decisions = new double[rows];
        }

        double at(double[] point, double[] gradient) {
            Arrays.fill(gradient, 0);
            int columns = point.length / rows;
            double loss = 0;
            for (int i = 0; i < examples.length; i++) {
                for (int row = 0; row < rows; row++) {
                    decisions[row] = decision(point, row * columns, examples[i]);
                }
                loss += rows == 1 ? logistic(i, gradient) : softmax(i, gradient);
            }
            loss /= examples.length;
            double penalty = 1.0 / examples.length;
            double squares = 0;
            for (int i = 0; i < point.length; i++) {
                if (i % columns != columns - 1) {
                    squares += point[i] * point[i];
                    gradient[i] += penalty * point[i];
                }
            }
            return loss + 0.5 * penalty * squares;
        }

        private double logistic(int i, double[] gradient) {
            double decision = decisions[0];
            addGradient(gradient, 0, 1 / (1 + Math.exp(-decision)) - targets[i], examples[i]);
            double log = decision > 0 ? decision + Math.log1p(Math.exp(-decision)) : Math.log1p(Math.exp(decision));
            return log - targets[i] * decision;
        }

        private double softmax(int i, double[] gradient) {
            double highest = Arrays.stream(decisions).max().orElseThrow();
            double sum = 0;
            for (double decision : decisions) {
                sum += Math.exp(decision - highest);
            }
            int columns = gradient.length / rows;
            for (int row = 0; row < rows; row++) {
                double probability = Math.exp(decisions[row] - highest) / sum;
                addGradient(gradient, row * columns, probability - (row == targets[i] ? 1 : 0), examples[i]);
            }
            return highest + Math.log(sum) - decisions[targets[i]];
        }

        private void addGradient(double[] gradient, int start, double residual, double[] example) {
            double share = residual / examples.length;
            for (int j = 0; j < example.length; j++) {
                gradient[start + j] += share * example[j];
            }
            gradient[start + example.length] += share;
        }
    }
}
