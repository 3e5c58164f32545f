package ai.magibu.it.spark;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The few assertions of the programs, which have no test library on a cluster. */
final class Expect {

    private static final double LEAST_COSINE = 0.999999;

    interface Action {

        void run() throws Exception;
    }

    private Expect() {}

    static void equal(@Nullable Object actual, @Nullable Object expected, String what) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError(what + ": expected " + expected + ", but was " + actual);
        }
    }

    static void that(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    static void sameVector(List<Float> actual, List<Float> expected, String what) {
        equal(actual.size(), expected.size(), what + ": dimension");
        double dot = 0;
        double squaresOfActual = 0;
        double squaresOfExpected = 0;
        for (int i = 0; i < expected.size(); i++) {
            dot += (double) actual.get(i) * expected.get(i);
            squaresOfActual += (double) actual.get(i) * actual.get(i);
            squaresOfExpected += (double) expected.get(i) * expected.get(i);
        }
        double cosine = dot / Math.sqrt(squaresOfActual * squaresOfExpected);
        that(cosine >= LEAST_COSINE, what + ": cosine " + cosine);
    }

    /** Fails unless the action fails with a message, its own or that of a cause, that contains all these words. */
    static void failure(Action action, String... words) {
        try {
            action.run();
        } catch (Exception e) {
            StringBuilder messages = new StringBuilder();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                messages.append(cause).append('\n');
            }
            for (String word : words) {
                that(messages.indexOf(word) >= 0, "\"" + word + "\" is missing in: " + messages);
            }
            return;
        }
        throw new AssertionError("no failure, but expected one with " + String.join(", ", words));
    }
}
