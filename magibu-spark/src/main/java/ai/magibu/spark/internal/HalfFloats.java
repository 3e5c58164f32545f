package ai.magibu.spark.internal;

/** Conversion to half precision (IEEE 754 binary16). The JDK offers it from version 20 on. */
public final class HalfFloats {

    private static final float SMALLEST_NORMAL = 0x1p-14f;
    /** Halfway between the largest half, 65,504, and the next power of two. */
    private static final float OVERFLOW = 65_520;
    private static final float SUBNORMALS_OF_ONE = 0x1p24f;
    private static final int BITS_LESS = 13;
    private static final int EXPONENT_BIAS_LESS = 127 - 15 << 10;

    private HalfFloats() {}

    /** Returns the nearest value with half precision, ties to even. It is infinite from 65,520 on, and NaN for NaN. */
    public static float rounded(float value) {
        float magnitude = Math.abs(value);
        if (magnitude < SMALLEST_NORMAL) {
            return (float) Math.rint(value * SUBNORMALS_OF_ONE) / SUBNORMALS_OF_ONE;
        }
        if (magnitude < OVERFLOW) {
            int bits = Float.floatToRawIntBits(value);
            int half = (1 << BITS_LESS - 1) - 1 + (bits >>> BITS_LESS & 1); // carries into the exponent if necessary
            return Float.intBitsToFloat(bits + half & -1 << BITS_LESS);
        }
        return value * Float.POSITIVE_INFINITY;
    }

    /** Returns the bits of {@link #rounded}. */
    public static short bits(float value) {
        float rounded = rounded(value);
        float magnitude = Math.abs(rounded);
        int bits;
        if (magnitude < SMALLEST_NORMAL) {
            bits = (int) (magnitude * SUBNORMALS_OF_ONE);
        } else if (magnitude < OVERFLOW) {
            bits = (Float.floatToRawIntBits(magnitude) >>> BITS_LESS) - EXPONENT_BIAS_LESS;
        } else {
            bits = Float.isNaN(rounded) ? 0x7e00 : 0x7c00;
        }
        int sign = Float.floatToRawIntBits(rounded) >>> 16 & 0x8000;
        return (short) (sign | bits);
    }
}
