package ai.magibu.spark.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The reference is the standard's formula for the value of 16 bits, and the search for the nearest of these values. */
class HalfFloatsTest {

    private static final int INFINITY = 0x7c00;

    /** The value of 15 bits without a sign. Infinity counts as the next power of two, as the standard's rounding does. */
    private static double value(int bits) {
        int exponent = bits >> 10;
        double fraction = (bits & 0x3ff) / 1024.0;
        return exponent == 0 ? fraction * Math.pow(2, -14) : (1 + fraction) * Math.pow(2, exponent - 15);
    }

    private static void assertRounded(float magnitude, int bits) {
        float expected = bits == INFINITY ? Float.POSITIVE_INFINITY : (float) value(bits);
        assertSame(magnitude, bits, expected);
        assertSame(-magnitude, 0x8000 | bits, -expected);
    }

    private static void assertSame(float value, int bits, float expected) {
        // Not AssertJ for each of half a million: it takes seconds.
        if (Short.toUnsignedInt(HalfFloats.bits(value)) != bits || Float.compare(HalfFloats.rounded(value), expected) != 0) {
            assertThat(HalfFloats.bits(value)).as("bits of %s", value).isEqualTo((short) bits);
            assertThat(HalfFloats.rounded(value)).as("%s", value).isEqualTo(expected);
        }
    }

    @Test
    void everyHalf_staysItself() {
        for (int bits = 0; bits < INFINITY; bits++) {
            assertRounded((float) value(bits), bits);
        }
    }

    @Test
    void betweenTwoHalves_theNearerOne_andInTheMiddleTheEvenOne() {
        for (int bits = 0; bits < INFINITY; bits++) {
            float lower = (float) value(bits);
            float upper = (float) value(bits + 1);
            float middle = (float) ((value(bits) + value(bits + 1)) / 2);
            assertRounded(Math.nextUp(lower), bits);
            assertRounded(Math.nextDown(middle), bits);
            assertRounded(middle, bits % 2 == 0 ? bits : bits + 1);
            assertRounded(Math.nextUp(middle), bits + 1);
            assertRounded(Math.nextDown(upper), bits + 1);
        }
    }

    @Test
    void anyFloat_isTheNearestOfAllHalves() {
        Random random = new Random(20_261_130);
        for (int i = 0; i < 20_000; i++) {
            float magnitude = Math.abs(i % 2 == 0 ? random.nextFloat() * 70_000 : Float.intBitsToFloat(random.nextInt()));
            if (Float.isFinite(magnitude)) {
                assertRounded(magnitude, nearest(magnitude));
            }
        }
    }

    /** In decimal, because it is exact. */
    private static int nearest(float magnitude) {
        int lower = 0;
        int upper = INFINITY;
        while (upper - lower > 1) {
            int middle = (lower + upper) / 2;
            if (value(middle) <= magnitude) {
                lower = middle;
            } else {
                upper = middle;
            }
        }
        BigDecimal exact = new BigDecimal(magnitude);
        int comparison = exact.subtract(new BigDecimal(value(lower))).compareTo(new BigDecimal(value(upper)).subtract(exact));
        boolean isLower = comparison == 0 ? lower % 2 == 0 : comparison < 0;
        return isLower ? lower : upper;
    }

    @Test
    void tooLargeAndNotANumber_stayWhatTheyAre() {
        assertRounded(65_520, INFINITY);
        assertRounded(Float.MAX_VALUE, INFINITY);
        assertRounded(Float.POSITIVE_INFINITY, INFINITY);
        for (int bits : new int[] {0x7f800001, 0x7fffffff, 0xffc00000, 0xffffffff}) {
            assertThat(HalfFloats.rounded(Float.intBitsToFloat(bits))).isNaN();
            assertThat(HalfFloats.bits(Float.intBitsToFloat(bits)) & 0x7fff).isGreaterThan(INFINITY);
        }
    }
}
