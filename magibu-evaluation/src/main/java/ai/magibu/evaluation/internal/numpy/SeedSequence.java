package ai.magibu.evaluation.internal.numpy;

/** NumPy's {@code SeedSequence} with a pool of four words. */
final class SeedSequence {

    private static final int POOL = 4;

    private final int[] pool = new int[POOL];
    private int hashConstant = 0x43b0d7e5;

    /** Mixes a seed; it is taken as unsigned. */
    SeedSequence(long seed) {
        int[] entropy = {(int) seed, (int) (seed >>> 32), 0, 0};
        for (int i = 0; i < POOL; i++) {
            pool[i] = hash(entropy[i]);
        }
        for (int source = 0; source < POOL; source++) {
            for (int target = 0; target < POOL; target++) {
                if (source != target) {
                    pool[target] = mix(pool[target], hash(pool[source]));
                }
            }
        }
    }

    /** Returns the first words of the state that a generator starts from. */
    long[] generate(int words) {
        long[] state = new long[words];
        int constant = 0x8b51f9dd;
        for (int i = 0; i < 2 * words; i++) {
            int value = pool[i % POOL] ^ constant;
            constant *= 0x58f38ded;
            value *= constant;
            value ^= value >>> 16;
            state[i / 2] |= Integer.toUnsignedLong(value) << 32 * (i % 2);
        }
        return state;
    }

    private int hash(int word) {
        int value = word ^ hashConstant;
        hashConstant *= 0x931e8875;
        value *= hashConstant;
        return value ^ (value >>> 16);
    }

    private static int mix(int x, int y) {
        int value = x * 0xca01f9dd - y * 0x4973f715;
        return value ^ (value >>> 16);
    }
}
