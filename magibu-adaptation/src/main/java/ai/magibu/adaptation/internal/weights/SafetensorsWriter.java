package ai.magibu.adaptation.internal.weights;

import ai.magibu.embedding.internal.safetensors.DType;
import ai.magibu.embedding.internal.safetensors.Tensor;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Writes safetensors files in F32 and BF16: 8 bytes of header length (little-endian), a JSON object of tensors, the numbers. As in the
 * Python library, the wider types come first and the header is padded with spaces to 8 bytes, so that every tensor is aligned.
 */
public final class SafetensorsWriter {

    private static final int BLOCK = 1 << 18;
    private static final int ALIGNMENT = 8;
    private static final JsonMapper JSON = new JsonMapper();

    private SafetensorsWriter() {}

    /** The numbers of a tensor, in row-major order. */
    @FunctionalInterface
    public interface Values {

        /** Fills the array with the tensor's elements from {@code first} on. The calls of a write are in ascending order. */
        void read(long first, float[] into) throws IOException;
    }

    /**
     * A tensor to write.
     *
     * @param type F32 or BF16; numbers are rounded to the nearest, ties to even
     */
    public record Entry(String name, DType type, List<Long> shape, Values values) {

        public Entry {
            shape = List.copyOf(shape);
            if (type != DType.F32 && type != DType.BF16) {
                throw new IllegalArgumentException("tensors are written in F32 and BF16, not in " + type);
            }
        }

        /** Returns a copy of a tensor. If its type is the same, its bytes are too. */
        public static Entry copy(Tensor tensor, DType type) {
            return new Entry(tensor.name(), type, tensor.shape(),
                    (first, into) -> System.arraycopy(tensor.floats(first, into.length), 0, into, 0, into.length));
        }

        long elements() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }
    }

    /**
     * Writes a file block by block, forces it to the disk and gives it its name only then. A file of this name is replaced.
     *
     * @param metadata strings for the header's {@code __metadata__}; {@code format} is always {@code pt}
     * @throws IllegalArgumentException if two tensors have the same name
     */
    public static void write(Path file, List<Entry> entries, Map<String, String> metadata) throws IOException {
        List<Entry> sorted = entries.stream()
                .sorted(Comparator.comparing((Entry entry) -> -entry.type().bytes()).thenComparing(Entry::name))
                .toList();
        byte[] header = header(sorted, metadata);
        Path temporary = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeFully(channel, ByteBuffer.wrap(header));
                for (Entry entry : sorted) {
                    write(channel, entry);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static byte[] header(List<Entry> entries, Map<String, String> metadata) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode strings = header.putObject("__metadata__");
        new TreeMap<>(metadata).forEach(strings::put);
        strings.put("format", "pt");
        Set<String> names = new HashSet<>();
        long offset = 0;
        for (Entry entry : entries) {
            if (!names.add(entry.name())) {
                throw new IllegalArgumentException("two tensors have the name " + entry.name());
            }
            long end = offset + Math.multiplyExact(entry.elements(), entry.type().bytes());
            ObjectNode tensor = header.putObject(entry.name());
            tensor.put("dtype", entry.type().name());
            entry.shape().forEach(tensor.putArray("shape")::add);
            tensor.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JSON.writeValueAsBytes(header);
        int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return ByteBuffer.allocate(Long.BYTES + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(json)
                .put(" ".repeat(length - json.length).getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static void write(FileChannel channel, Entry entry) throws IOException {
        long elements = entry.elements();
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(BLOCK, elements) * entry.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        float[] block = new float[(int) Math.min(BLOCK, elements)];
        for (long first = 0; first < elements; first += block.length) {
            if (block.length > elements - first) {
                block = new float[(int) (elements - first)];
            }
            entry.values().read(first, block);
            bytes.clear();
            for (float value : block) {
                if (entry.type() == DType.F32) {
                    bytes.putFloat(value);
                } else {
                    bytes.putShort(BFloat16.round(value));
                }
            }
            writeFully(channel, bytes.flip());
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
