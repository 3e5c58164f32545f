package ai.magibu.adaptation.internal.train;

import java.util.Random;

/**
 * Seeded permutations, the same on every JVM: Fisher and Yates' shuffle with {@link Random}, whose numbers its documentation defines.
 */
final class Order {

    private static final long EPOCH = 0x9e3779b97f4a7c15L;

    private Order() {}

    /** Returns the numbers from 0 to {@code size} − 1 in the order of an epoch; −1 is the order that chooses validation rows. */
    static int[] of(int size, long seed, int epoch) {
        int[] order = inOrder(size);
        Random random = new Random(seed + EPOCH * (epoch + 1));
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int moved = order[i];
            order[i] = order[j];
            order[j] = moved;
        }
        return order;
    }

    static int[] inOrder(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        return order;
    }
}
