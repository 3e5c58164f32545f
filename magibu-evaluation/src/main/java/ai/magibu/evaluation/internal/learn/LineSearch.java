package ai.magibu.evaluation.internal.learn;

/**
 * The line search of Moré and Thuente, "Line search algorithms with guaranteed sufficient decrease", ACM TOMS 20 (1994), with SciPy's
 * constants. It proposes steps until the value decreases enough and the slope is flat enough.
 *
 * <p>"Best" is the end of the interval with the least value so far, "other" is its other end.
 */
final class LineSearch {

    private static final double SUFFICIENT_DECREASE = 1e-3;
    private static final double CURVATURE = 0.9;
    private static final double INTERVAL_TOLERANCE = 0.1;
    private static final double MAX_STEP = 1e10;

    private final double startValue;
    private final double startSlope;
    private final double testSlope;

    private double step;
    private Point best;
    private Point other;
    private double least = 0;
    private double greatest;
    private double width = MAX_STEP;
    private double widthBefore = 2 * MAX_STEP;
    private boolean bracketed;
    private boolean firstStage = true;

    /** A step, the value of the function there, and its slope along the direction. */
    private record Point(double step, double value, double slope) {

        /** Subtracts the line of sufficient decrease. */
        Point below(double line) {
            return new Point(step, value - step * line, slope - line);
        }
    }

    LineSearch(double value, double slope, double firstStep) {
        startValue = value;
        startSlope = slope;
        testSlope = SUFFICIENT_DECREASE * slope;
        step = Math.min(firstStep, MAX_STEP);
        best = new Point(0, value, slope);
        other = best;
        greatest = 5 * step;
    }

    /** Returns the step to try next, or the final one. */
    double step() {
        return step;
    }

    /** Takes the value and the slope at the step; returns whether the step is final. */
    boolean accept(double value, double slope) {
        double test = startValue + step * testSlope;
        if (firstStage && value <= test && slope >= 0) {
            firstStage = false;
        }
        boolean stuck = bracketed && (isOutside() || greatest - least <= INTERVAL_TOLERANCE * greatest);
        boolean atMaximum = step == MAX_STEP && value <= test && slope <= testSlope;
        boolean converged = value <= test && Math.abs(slope) <= CURVATURE * -startSlope;
        if (stuck || atMaximum || converged) {
            return true;
        }
        Point tried = new Point(step, value, slope);
        if (firstStage && value <= best.value && value > test) {
            best = best.below(testSlope);
            other = other.below(testSlope);
            update(tried.below(testSlope));
            best = best.below(-testSlope);
            other = other.below(-testSlope);
        } else {
            update(tried);
        }
        limit();
        return false;
    }

    private void limit() {
        if (bracketed) {
            if (Math.abs(other.step - best.step) >= 0.66 * widthBefore) {
                step = best.step + 0.5 * (other.step - best.step);
            }
            widthBefore = width;
            width = Math.abs(other.step - best.step);
            least = Math.min(best.step, other.step);
            greatest = Math.max(best.step, other.step);
        } else {
            least = step + 1.1 * (step - best.step);
            greatest = step + 4 * (step - best.step);
        }
        step = Math.max(0, Math.min(MAX_STEP, step));
        if (bracketed && (isOutside() || greatest - least <= INTERVAL_TOLERANCE * greatest)) {
            step = best.step;
        }
    }

    private boolean isOutside() {
        return step <= least || step >= greatest;
    }

    /** Shrinks the interval around the minimum and computes the next step, by the four cases of the paper. */
    private void update(Point tried) {
        boolean slopesDiffer = tried.slope * Math.signum(best.slope) < 0;
        double next;
        if (tried.value > best.value) {
            next = higherValue(tried);
            bracketed = true;
        } else if (slopesDiffer) {
            next = otherSlope(tried);
            bracketed = true;
        } else if (Math.abs(tried.slope) < Math.abs(best.slope)) {
            next = flatterSlope(tried);
        } else if (bracketed) {
            next = steeperSlope(tried);
        } else {
            next = tried.step > best.step ? greatest : least;
        }
        if (tried.value > best.value) {
            other = tried;
        } else {
            if (slopesDiffer) {
                other = best;
            }
            best = tried;
        }
        step = next;
    }

    private double higherValue(Point tried) {
        double theta = theta(best, tried);
        double gamma = gamma(theta, best.slope, tried.slope, false);
        if (tried.step < best.step) {
            gamma = -gamma;
        }
        double ratio = ((gamma - best.slope) + theta) / (((gamma - best.slope) + gamma) + tried.slope);
        double cubic = best.step + ratio * (tried.step - best.step);
        double fall = (best.value - tried.value) / (tried.step - best.step);
        double quadratic = best.step + best.slope / (fall + best.slope) / 2 * (tried.step - best.step);
        boolean cubicIsCloser = Math.abs(cubic - best.step) < Math.abs(quadratic - best.step);
        return cubicIsCloser ? cubic : cubic + (quadratic - cubic) / 2;
    }

    private double otherSlope(Point tried) {
        double theta = theta(best, tried);
        double gamma = gamma(theta, best.slope, tried.slope, false);
        if (tried.step > best.step) {
            gamma = -gamma;
        }
        double ratio = ((gamma - tried.slope) + theta) / (((gamma - tried.slope) + gamma) + best.slope);
        double cubic = tried.step + ratio * (best.step - tried.step);
        double secant = secant(tried);
        return Math.abs(cubic - tried.step) > Math.abs(secant - tried.step) ? cubic : secant;
    }

    private double flatterSlope(Point tried) {
        double theta = theta(best, tried);
        double gamma = gamma(theta, best.slope, tried.slope, true);
        if (tried.step > best.step) {
            gamma = -gamma;
        }
        double ratio = ((gamma - tried.slope) + theta) / ((gamma + (best.slope - tried.slope)) + gamma);
        double cubic;
        if (ratio < 0 && gamma != 0) {
            cubic = tried.step + ratio * (best.step - tried.step);
        } else {
            cubic = tried.step > best.step ? greatest : least;
        }
        double secant = secant(tried);
        boolean cubicIsCloser = Math.abs(cubic - tried.step) < Math.abs(secant - tried.step);
        if (!bracketed) {
            // The cubic step counts only if it goes further.
            double further = Math.abs(cubic - tried.step) > Math.abs(secant - tried.step) ? cubic : secant;
            return Math.max(least, Math.min(greatest, further));
        }
        double closer = cubicIsCloser ? cubic : secant;
        double bound = tried.step + 0.66 * (other.step - tried.step);
        return tried.step > best.step ? Math.min(bound, closer) : Math.max(bound, closer);
    }

    private double steeperSlope(Point tried) {
        double theta = 3 * (tried.value - other.value) / (other.step - tried.step) + other.slope + tried.slope;
        double gamma = gamma(theta, other.slope, tried.slope, false);
        if (tried.step > other.step) {
            gamma = -gamma;
        }
        double ratio = ((gamma - tried.slope) + theta) / (((gamma - tried.slope) + gamma) + other.slope);
        return tried.step + ratio * (other.step - tried.step);
    }

    private double secant(Point tried) {
        return tried.step + tried.slope / (tried.slope - best.slope) * (best.step - tried.step);
    }

    private static double theta(Point best, Point tried) {
        return 3 * (best.value - tried.value) / (tried.step - best.step) + best.slope + tried.slope;
    }

    private static double gamma(double theta, double slope, double triedSlope, boolean clipped) {
        double scale = Math.max(Math.abs(theta), Math.max(Math.abs(slope), Math.abs(triedSlope)));
        double square = (theta / scale) * (theta / scale) - (slope / scale) * (triedSlope / scale);
        return scale * Math.sqrt(clipped ? Math.max(0, square) : square);
    }
}
