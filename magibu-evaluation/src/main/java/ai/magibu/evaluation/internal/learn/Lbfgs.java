package ai.magibu.evaluation.internal.learn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Minimizes a smooth function by L-BFGS, on the path that SciPy takes. */
final class Lbfgs {

    /** A function with its gradient. */
    interface Objective {

        /** Returns the value at a point and writes the gradient. */
        double at(double[] point, double[] gradient);
    }

    /** A step, the change of the gradient along it, and the product of both. */
    private record Correction(double[] step, double[] change, double product) {}

    private static final int CORRECTIONS = 10;
    private static final int MAX_EVALUATIONS = 50;
    private static final double EPSILON = Math.ulp(1.0);
    private static final double DECREASE_TOLERANCE = 64 * EPSILON;

    private final Objective objective;
    private final Deque<Correction> corrections = new ArrayDeque<>();
    private double scale = 1;

    private Lbfgs(Objective objective) {
        this.objective = objective;
    }

    /**
     * Starts at 0 and returns the point where all components of the gradient are at most {@code tolerance}, where the function decreases
     * no more, or after {@code maxIterations}.
     */
    static double[] minimize(Objective objective, int dimensions, int maxIterations, double tolerance) {
        return new Lbfgs(objective).minimize(new double[dimensions], maxIterations, tolerance);
    }

    private double[] minimize(double[] point, int maxIterations, double tolerance) {
        double[] gradient = new double[point.length];
        double value = objective.at(point, gradient);
        for (int iteration = 0; iteration < maxIterations && largest(gradient) > tolerance; iteration++) {
            double[] direction = direction(gradient);
            double slope = dot(gradient, direction);
            double[] start = point.clone();
            double[] startGradient = gradient.clone();
            double startValue = value;
            LineSearch search = new LineSearch(value, slope, iteration == 0 ? 1 / Math.sqrt(dot(direction, direction)) : 1);
            double step = search.step();
            boolean done = false;
            for (int evaluation = 0; !done && evaluation < MAX_EVALUATIONS; evaluation++) {
                step = search.step();
                for (int i = 0; i < point.length; i++) {
                    point[i] = start[i] + step * direction[i];
                }
                value = objective.at(point, gradient);
                done = search.accept(value, dot(gradient, direction));
            }
            if (startValue - value <= DECREASE_TOLERANCE * Math.max(Math.max(Math.abs(startValue), Math.abs(value)), 1)) {
                break;
            }
            remember(direction, step, startGradient, gradient, slope);
        }
        return point;
    }

    private void remember(double[] direction, double step, double[] startGradient, double[] gradient, double slope) {
        double product = (dot(gradient, direction) - slope) * step;
        if (product <= EPSILON * -slope * step) {
            return;
        }
        double[] taken = new double[direction.length];
        double[] change = new double[direction.length];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = step * direction[i];
            change[i] = gradient[i] - startGradient[i];
        }
        corrections.addLast(new Correction(taken, change, dot(taken, change)));
        if (corrections.size() > CORRECTIONS) {
            corrections.removeFirst();
        }
        scale = dot(change, change) / product;
    }

    /** Returns the negative gradient times the approximate inverse of the Hessian. */
    private double[] direction(double[] gradient) {
        double[] direction = gradient.clone();
        List<Correction> oldestFirst = new ArrayList<>(corrections);
        double[] factors = new double[oldestFirst.size()];
        for (int c = factors.length - 1; c >= 0; c--) {
            Correction correction = oldestFirst.get(c);
            factors[c] = dot(correction.step, direction) / correction.product;
            add(direction, -factors[c], correction.change);
        }
        for (int i = 0; i < direction.length; i++) {
            direction[i] /= scale;
        }
        for (int c = 0; c < factors.length; c++) {
            Correction correction = oldestFirst.get(c);
            add(direction, factors[c] - dot(correction.change, direction) / correction.product, correction.step);
        }
        for (int i = 0; i < direction.length; i++) {
            direction[i] = -direction[i];
        }
        return direction;
    }

    private static void add(double[] target, double factor, double[] values) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * values[i];
        }
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
