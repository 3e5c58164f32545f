package ai.magibu.evaluation.internal.numpy;

import java.util.HashSet;
import java.util.Set;

/** The random numbers of NumPy's {@code default_rng}: PCG64. Not thread-safe. */
public final class Generator {

    private static final long MULTIPLIER_HIGH = 2549297995355413924L;
    private static final long MULTIPLIER_LOW = 4865540595714422341L;
    /** From here on NumPy draws without replacement by another algorithm. */
    private static final int FLOYD_LIMIT = 10_000;

    private final long incrementHigh;
    private final long incrementLow;
    private long high;
    private long low;
    private boolean hasHalf;
    private int half;

    /** Starts the stream of {@code default_rng(seed)}; the seed is taken as unsigned. */
    public Generator(long seed) {
        long[] state = new SeedSequence(seed).generate(4);
        incrementHigh = (state[2] << 1) | (state[3] >>> 63);
        incrementLow = (state[3] << 1) | 1;
        step();
        add(state[0], state[1]);
        step();
    }

    /** Returns the next 64 random bits. */
    public long nextUint64() {
        step();
        return Long.rotateRight(high ^ low, (int) (high >>> 58));
    }

    /** Returns the numbers from 0 to {@code n} - 1 in random order. */
    public int[] permutation(int n) {
        return permutation(Bounded.range(n));
    }

    /** Returns a copy of some numbers in random order. */
    public int[] permutation(int[] values) {
        int[] copy = values.clone();
        Bounded.shuffle(copy, bound -> Bounded.masked(bound, this::nextUint32));
        return copy;
    }

    /** Returns {@code size} different numbers from 0 to {@code n} - 1 in random order; {@code n} is at most 10,000. */
    int[] choice(int n, int size) {
        if (n > FLOYD_LIMIT) {
            throw new IllegalArgumentException("The choice is among " + n + ". The largest supported number is " + FLOYD_LIMIT + ".");
        }
        Set<Integer> taken = new HashSet<>();
        int[] chosen = new int[size];
        for (int i = 0; i < size; i++) {
            int last = n - size + i;
            int value = lemire(last + 1);
            if (!taken.add(value)) {
                value = last;
                taken.add(value);
            }
            chosen[i] = value;
        }
        Bounded.shuffle(chosen, this::lemire);
        return chosen;
    }

    /** Returns a number below a bound by Lemire's method, which NumPy uses for choices but not for permutations. */
    private int lemire(int bound) {
        if (bound == 1) {
            return 0;
        }
        long product = Integer.toUnsignedLong(nextUint32()) * bound;
        int threshold = Integer.remainderUnsigned(-bound, bound);
        while (Integer.compareUnsigned((int) product, threshold) < 0) {
            product = Integer.toUnsignedLong(nextUint32()) * bound;
        }
        return (int) (product >>> 32);
    }

    private int nextUint32() {
        if (hasHalf) {
            hasHalf = false;
            return half;
        }
        long bits = nextUint64();
        hasHalf = true;
        half = (int) (bits >>> 32);
        return (int) bits;
    }

    private void step() {
        // The low words are unsigned; multiplyHigh takes them as signed.
        long carry = Math.multiplyHigh(low, MULTIPLIER_LOW) + ((low >> 63) & MULTIPLIER_LOW) + ((MULTIPLIER_LOW >> 63) & low);
        high = high * MULTIPLIER_LOW + low * MULTIPLIER_HIGH + carry;
        low *= MULTIPLIER_LOW;
        add(incrementHigh, incrementLow);
    }

    private void add(long otherHigh, long otherLow) {
        low += otherLow;
        high += otherHigh + (Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0);
    }
}
