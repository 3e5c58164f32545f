package ai.magibu.spark.pgvector;

import ai.magibu.spark.internal.HalfFloats;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in PostgreSQL's format of binary COPY, in an array that grows as necessary. A field is its length and its value. */
final class CopyRows {

    private static final byte[] HEADER = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int NULL = -1;
    private static final byte JSONB_VERSION = 1;
    private static final short END = -1;
    /** Of a vector: its dimensions, and a reserved field. */
    private static final int VECTOR_HEADER = 2 * Short.BYTES;

    private ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    private int rows;

    CopyRows() {
        clear();
    }

    /** Removes all rows. */
    void clear() {
        bytes.clear();
        bytes.put(HEADER);
        rows = 0;
    }

    /** Starts a row. */
    void startRow(int fields) {
        room(Short.BYTES).putShort((short) fields);
        rows++;
    }

    void putNull() {
        room(Integer.BYTES).putInt(NULL);
    }

    void putBoolean(boolean value) {
        field(Byte.BYTES).put((byte) (value ? 1 : 0));
    }

    void putShort(short value) {
        field(Short.BYTES).putShort(value);
    }

    void putInt(int value) {
        field(Integer.BYTES).putInt(value);
    }

    void putLong(long value) {
        field(Long.BYTES).putLong(value);
    }

    void putFloat(float value) {
        field(Float.BYTES).putFloat(value);
    }

    void putDouble(double value) {
        field(Double.BYTES).putDouble(value);
    }

    void putText(String value) {
        putBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    void putBytes(byte[] value) {
        field(value.length).put(value);
    }

    void putJsonb(String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        field(1 + text.length).put(JSONB_VERSION).put(text);
    }

    /**
     * Writes a UUID.
     *
     * @throws IllegalArgumentException if the text does not have 32 hexadecimal digits, apart from hyphens and braces
     */
    void putUuid(String value) {
        String digits = value.replaceAll("[-{}]", "");
        if (digits.length() != 32) {
            throw new IllegalArgumentException("\"" + value + "\" is not a UUID");
        }
        putBytes(HexFormat.of().parseHex(digits));
    }

    void putVector(List<@Nullable Float> components) {
        ByteBuffer field = vector(components, Float.BYTES);
        for (@Nullable
        Float component : components) {
            field.putFloat(present(component));
        }
    }

    void putHalfVector(List<@Nullable Float> components) {
        ByteBuffer field = vector(components, Short.BYTES);
        for (@Nullable
        Float component : components) {
            field.putShort(HalfFloats.bits(present(component)));
        }
    }

    private ByteBuffer vector(List<@Nullable Float> components, int bytesEach) {
        return field(VECTOR_HEADER + components.size() * bytesEach).putShort((short) components.size()).putShort((short) 0);
    }

    private static float present(@Nullable Float component) {
        if (component == null) {
            throw new IllegalArgumentException("the vector has a component that is null");
        }
        return component;
    }

    private ByteBuffer field(int length) {
        return room(Integer.BYTES + length).putInt(length);
    }

    private ByteBuffer room(int more) {
        int needed = Math.addExact(bytes.position(), more);
        if (needed > bytes.capacity()) {
            int doubled = (int) Math.min(2L * bytes.capacity(), Integer.MAX_VALUE - 8);
            bytes = ByteBuffer.allocate(Math.max(needed, doubled)).put(bytes.flip());
        }
        return bytes;
    }

    int rows() {
        return rows;
    }

    /** Returns the number of bytes of all rows. */
    int size() {
        return bytes.position();
    }

    /** Returns the rows with the format's header and end. The buffer is valid until the next change. */
    ByteBuffer finished() {
        room(Short.BYTES).putShort(END);
        ByteBuffer finished = bytes.duplicate().flip();
        bytes.position(bytes.position() - Short.BYTES);
        return finished;
    }
}
