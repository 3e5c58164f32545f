package ai.magibu.evaluation.internal.encode;

import ai.magibu.evaluation.api.EvaluationException;

/** The check that a vector can be scored. */
public final class VectorCheck {

    private static final int EXCERPT = 60;

    private VectorCheck() {}

    /**
     * Rejects a vector of another length, or with a component that is NaN or infinite.
     *
     * @param place the place of the vector, for the message
     */
    public static void check(float[] vector, int dimensions, String place) {
        if (vector.length != dimensions) {
            throw new EvaluationException(place + ": it has " + vector.length + " dimensions instead of " + dimensions
                    + ". All vectors of an evaluation must come from the same model and settings.");
        }
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw new EvaluationException(place + ": component " + i + " is " + vector[i] + ". Encode this text again.");
            }
        }
    }

    /** Returns the start of a text on one line. */
    public static String excerpt(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= EXCERPT ? line : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, EXCERPT))) + "…";
    }
}
