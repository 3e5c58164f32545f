package ai.magibu.embedding.internal.safetensors;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.internal.config.Json;
import ai.magibu.embedding.internal.config.ModelFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: 8 bytes of header length (little-endian), a JSON object of tensors with {@code dtype},
 * {@code shape} and {@code data_offsets} (from the header's end), then the bytes. As in the Python library, the tensors must
 * cover the bytes after the header exactly, without overlaps and holes.
 */
final class SafetensorsFile {

    /** The format's own limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private static final String METADATA = "__metadata__";
    private static final Map<String, DType> TYPES = Map.of("F32", DType.F32, "F16", DType.F16, "BF16", DType.BF16);

    private final Path file;
    private final long dataStart;
    private final long dataBytes;

    private SafetensorsFile(Path file, long dataStart, long dataBytes) {
        this.file = file;
        this.dataStart = dataStart;
        this.dataBytes = dataBytes;
    }

    /** Returns the file's tensors by name, in the header's order. */
    static Map<String, Tensor> read(Path file) {
        ModelFile.requireSize(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < 8) {
                throw new ModelFormatException(file, "a safetensors file of at least 8 bytes", size + " bytes");
            }
            long headerBytes = bytes(channel, 0, 8).getLong();
            if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, size - 8)) {
                throw new ModelFormatException(
                        file, "a safetensors header within the file's " + size + " bytes", "a header length of " + headerBytes
                                + " (truncated, or a Git LFS pointer or web page instead of the file?)");
            }
            String header = StandardCharsets.UTF_8.newDecoder().decode(bytes(channel, 8, (int) headerBytes)).toString();
            return new SafetensorsFile(file, 8 + headerBytes, size - 8 - headerBytes).tensors(header);
        } catch (CharacterCodingException e) {
            throw new ModelFormatException(file, "a header in UTF-8", "other bytes", e);
        } catch (IOException e) {
            throw ModelFile.unreadable(file, e);
        }
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("ended while its header was read");
            }
        }
        return buffer.flip();
    }

    private Map<String, Tensor> tensors(String text) {
        Json header = Json.parse(file, "a JSON header", text);
        if (!text.startsWith("{")) {
            throw header.wrong("a header that begins with a JSON object");
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        header.members().forEach((name, value) -> {
            if (!name.equals(METADATA)) {
                tensors.put(name, tensor(name, value));
            } else if (value.isPresent()) {
                value.members().values().forEach(Json::string);
            }
        });
        requireFullCover(tensors);
        return tensors;
    }

    private Tensor tensor(String name, Json entry) {
        DType type = TYPES.get(entry.get("dtype").string());
        if (type == null) {
            throw entry.get("dtype").wrong("BF16, F16 or F32");
        }
        List<Long> shape = entry.get("shape").elements().stream().map(size -> size.wholeNumber(0, Integer.MAX_VALUE)).toList();
        List<Long> offsets = entry.get("data_offsets").elements().stream().map(offset -> offset.wholeNumber(0, Long.MAX_VALUE)).toList();
        if (offsets.size() != 2 || offsets.get(1) < offsets.get(0)) {
            throw entry.get("data_offsets").wrong("two ascending numbers");
        }
        if (offsets.get(1) > dataBytes) {
            throw entry.get("data_offsets").wrong("an end within the " + dataBytes + " data bytes (is the file truncated?)");
        }
        long bytes = type.bytes();
        for (long size : shape) {
            bytes = Math.multiplyHigh(bytes, size) == 0 ? bytes * size : -1;
        }
        if (bytes != offsets.get(1) - offsets.get(0)) {
            throw entry.get("shape").wrong("the shape of " + (offsets.get(1) - offsets.get(0)) + " bytes of " + type);
        }
        return new Tensor(name, type, shape, file, dataStart + offsets.get(0));
    }

    private void requireFullCover(Map<String, Tensor> tensors) {
        List<Tensor> sorted = new ArrayList<>(tensors.values());
        sorted.sort(Comparator.comparingLong(Tensor::offset).thenComparingLong(Tensor::bytes));
        long expected = dataStart;
        for (Tensor tensor : sorted) {
            if (tensor.offset() != expected) {
                throw new ModelFormatException(
                        file,
                        "tensor " + tensor.name() + " to begin at data byte " + (expected - dataStart) + ", where the one before ends",
                        "byte " + (tensor.offset() - dataStart));
            }
            expected += tensor.bytes();
        }
        if (expected != dataStart + dataBytes) {
            throw new ModelFormatException(
                    file, "the tensors to cover all " + dataBytes + " bytes after the header",
                    (expected - dataStart) + " bytes in tensors");
        }
    }
}
