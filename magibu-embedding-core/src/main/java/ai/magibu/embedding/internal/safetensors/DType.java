package ai.magibu.embedding.internal.safetensors;

import java.nio.ByteBuffer;

/** The number formats a weight can have here. */
public enum DType {
    F32(4),
    F16(2),
    BF16(2);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Element {@code index} of a little-endian buffer as a float; exact for all three. */
    public float get(ByteBuffer buffer, int index) {
        return switch (this) {
            case F32 -> buffer.getFloat(index * 4);
            case BF16 -> Float.intBitsToFloat(buffer.getShort(index * 2) << 16);
            case F16 -> halfToFloat(buffer.getShort(index * 2));
        };
    }

    /** IEEE 754 binary16; {@code Float.float16ToFloat} exists from Java 20 on. */
    private static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f; // zero and subnormal
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 31 ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wide << 23 | mantissa << 13);
    }
}
