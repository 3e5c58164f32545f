package ai.magibu.adaptation.internal.weights;

/** The upper half of a float32. */
final class BFloat16 {

    private static final int QUIET = 0x40;

    private BFloat16() {}

    /** Rounds to the nearest, ties to even. A NaN stays one, and keeps the bits that fit. */
    static short round(float value) {
        int bits = Float.floatToRawIntBits(value);
        int upper = bits >>> 16;
        if (Float.isNaN(value)) {
            return (short) ((upper & 0x7f) == 0 ? upper | QUIET : upper);
        }
        return (short) ((bits + 0x7fff + (upper & 1)) >>> 16);
    }
}
