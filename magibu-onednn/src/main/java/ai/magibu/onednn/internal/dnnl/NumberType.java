package ai.magibu.onednn.internal.dnnl;

/** A number format. */
public enum NumberType {
    F32(Dnnl.F32, Float.BYTES),
    BF16(Dnnl.BF16, Short.BYTES);

    final int code;
    private final int bytes;

    NumberType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** Bytes of a number. */
    public int bytes() {
        return bytes;
    }
}
