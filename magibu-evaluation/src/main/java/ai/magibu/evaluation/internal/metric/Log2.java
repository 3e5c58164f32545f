package ai.magibu.evaluation.internal.metric;

/** The binary logarithm to the last bit. {@code Math.log(x) / Math.log(2)} misses that bit for every fourth rank. */
final class Log2 {

    /** Bits after the point. */
    private static final int FRACTION = 58;

    private Log2() {}

    /** Returns the logarithm of a positive number. */
    static double of(int x) {
        int exponent = 31 - Integer.numberOfLeadingZeros(x);
        // The mantissa is from 1 to 2, with 62 bits after the point. Each squaring yields one bit of its logarithm.
        long mantissa = (long) x << (62 - exponent);
        long bits = exponent;
        for (int i = 0; i < FRACTION; i++) {
            long square = Math.multiplyHigh(mantissa, mantissa) << 2 | (mantissa * mantissa) >>> 62;
            boolean isTwoOrMore = square < 0;
            mantissa = isTwoOrMore ? square >>> 1 : square;
            bits = bits << 1 | (isTwoOrMore ? 1 : 0);
        }
        return bits * 0x1p-58;
    }
}
