package ai.magibu.evaluation.internal.numpy;

import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** The parts that NumPy's two generators share: bounded draws by masked rejection, and the shuffle. */
final class Bounded {

    private Bounded() {}

    /** Returns a number from 0 (inclusive) to {@code bound} (exclusive), drawing 32 bits until they fit. */
    static int masked(int bound, IntSupplier bits) {
        if (bound < 1) {
            throw new IllegalArgumentException("The bound " + bound + " is not positive.");
        }
        int max = bound - 1;
        if (max == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(max);
        int value = bits.getAsInt() & mask;
        while (value > max) {
            value = bits.getAsInt() & mask;
        }
        return value;
    }

    /** Shuffles in place; {@code below} draws a number below its argument. */
    static void shuffle(int[] values, IntUnaryOperator below) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below.applyAsInt(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    static int[] range(int n) {
        return IntStream.range(0, n).toArray();
    }
}
