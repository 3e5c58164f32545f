package ai.magibu.evaluation.internal.numpy;

/** The random numbers of NumPy's {@code RandomState}: MT19937. Not thread-safe. */
public final class LegacyRandom {

    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int next = SIZE;

    /** Starts the stream of {@code RandomState(seed)}; the seed is taken as unsigned. */
    public LegacyRandom(int seed) {
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** Returns the next 32 random bits. */
    public int nextUint32() {
        if (next == SIZE) {
            twist();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /** Returns a number from 0 (inclusive) to 1 (exclusive) with 53 random bits. */
    public double nextDouble() {
        int high = nextUint32() >>> 5;
        int low = nextUint32() >>> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /** Returns a number from 0 (inclusive) to {@code bound} (exclusive). A bound of 1 takes nothing from the stream. */
    public int below(int bound) {
        return Bounded.masked(bound, this::nextUint32);
    }

    /** Shuffles an array in place. */
    public void shuffle(int[] values) {
        Bounded.shuffle(values, this::below);
    }

    /** Returns the numbers from 0 to {@code n} - 1 in random order. */
    public int[] permutation(int n) {
        int[] values = Bounded.range(n);
        shuffle(values);
        return values;
    }

    private void twist() {
        for (int i = 0; i < SIZE; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
            state[i] = state[(i + SHIFT) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        next = 0;
    }
}
