package ai.magibu.embedding.internal.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A tensor in a safetensors file: row-major, little-endian. Its bytes are mapped when read, never copied whole.
 *
 * @param offset the position of its first byte in the file
 */
public record Tensor(String name, DType type, List<Long> shape, Path file, long offset) {

    private static final int BUFFER_ELEMENTS = 1 << 22;

    public long elements() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    public long bytes() {
        return elements() * type.bytes();
    }

    /** Returns a dimension, which must fit an array. */
    public int size(int axis) {
        return Math.toIntExact(shape.get(axis));
    }

    /** Returns all elements as float32; for tensors that fit an array. */
    public float[] floats() throws IOException {
        return floats(0, Math.toIntExact(elements()));
    }

    /** Returns {@code count} elements from {@code first} on as float32. */
    public float[] floats(long first, int count) throws IOException {
        float[] values = new float[count];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int from = 0; from < count; from += BUFFER_ELEMENTS) {
                int size = Math.min(BUFFER_ELEMENTS, count - from);
                long position = offset + (first + from) * type.bytes();
                ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, position, (long) size * type.bytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < size; i++) {
                    values[from + i] = type.get(bytes, i);
                }
            }
        }
        return values;
    }

    /** Copies the bytes as they are. */
    public void transferTo(WritableByteChannel target) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long end = offset + bytes();
            for (long position = offset; position < end;) {
                long moved = channel.transferTo(position, end - position, target);
                if (moved <= 0) {
                    throw new IOException(file + " ended at byte " + position + " while it was copied");
                }
                position += moved;
            }
        }
    }
}
