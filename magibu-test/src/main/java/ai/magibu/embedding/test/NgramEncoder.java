package ai.magibu.embedding.test;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Turns texts into vectors without a model and without native libraries, for tests. The same text always gives the same vector, in every
 * JVM and version. Texts with common character sequences have similar vectors, so that a search in a test finds the text with
 * the question's words. Meaning plays no part.
 *
 * <p>The text is normalized (NFC) and lower-cased by the rules of Turkish, in which I is the capital of ı. Each sequence of one to four
 * characters, with word boundaries, adds 1 or -1 to the component that its hash chooses.
 * The sum is scaled to length 1.
 *
 * <p>Immutable and thread-safe.
 */
public final class NgramEncoder {

    /** The longest sequence, in characters. */
    private static final int LONGEST = 4;

    private static final Locale TURKISH = Locale.forLanguageTag("tr");

    private final int dimension;

    /** An encoder of 256 dimensions. */
    public NgramEncoder() {
        this(256);
    }

    /**
     * An encoder with vectors of the given length.
     *
     * @param dimension the number of components, from 1; with few of them different texts meet by chance
     * @throws IllegalArgumentException if the dimension is less than 1
     */
    public NgramEncoder(int dimension) {
        if (dimension < 1) {
            throw new IllegalArgumentException("dimension must be at least 1, not " + dimension);
        }
        this.dimension = dimension;
    }

    /** The number of components of each vector. */
    public int dimension() {
        return dimension;
    }

    /**
     * Encodes a text.
     *
     * @param text any text, an empty one too
     * @return a new array of length 1 in the Euclidean sense, with {@link #dimension()} components
     * @throws IllegalArgumentException if the text is null
     */
    public float[] encode(String text) {
        if (text == null) {
            throw new IllegalArgumentException("the text is null");
        }
        String lower = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(TURKISH);
        int[] characters = (" " + lower.strip().replaceAll("\\s+", " ") + " ").codePoints().toArray();
        long[] sums = new long[dimension];
        for (int start = 0; start < characters.length; start++) {
            long hash = 0xcbf29ce484222325L; // FNV-1a
            for (int end = start; end < Math.min(characters.length, start + LONGEST); end++) {
                hash = (hash ^ characters[end]) * 0x100000001b3L;
                long mixed = mix(hash);
                sums[(int) Long.remainderUnsigned(mixed, dimension)] += mixed < 0 ? -1 : 1;
            }
        }
        return unit(sums);
    }

    /** The low bits of FNV-1a follow the low bits of the characters. */
    private static long mix(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return mixed ^ mixed >>> 29;
    }

    private static float[] unit(long[] sums) {
        double squares = 0;
        for (long sum : sums) {
            squares += (double) sum * sum;
        }
        float[] vector = new float[sums.length];
        if (squares == 0) { // everything cancels out
            vector[0] = 1;
            return vector;
        }
        for (int i = 0; i < sums.length; i++) {
            vector[i] = (float) (sums[i] / Math.sqrt(squares));
        }
        return vector;
    }
}
