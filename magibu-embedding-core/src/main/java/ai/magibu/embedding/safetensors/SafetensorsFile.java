package ai.magibu.embedding.safetensors;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The header of a safetensors file: 8 bytes of header length (little-endian), a JSON object of tensors with {@code dtype},
 * {@code shape} and {@code data_offsets} (from the header's end), then the bytes. Every offset is checked against the file's
 * length before any of them is used.
 */
final class SafetensorsFile {

    /** The format's own limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build()
            .readerFor(JsonNode.class);

    private SafetensorsFile() {}

    /** The file's tensors by name, in the header's order. */
    static Map<String, Tensor> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelSourceException("the model's file " + file + " is missing");
        }
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
            JsonNode header = READER.readValue(bytes(channel, 8, (int) headerBytes).array());
            if (!header.isObject()) {
                throw new ModelFormatException(file, "a JSON object as header", header.getNodeType().name().toLowerCase(Locale.ROOT));
            }
            return tensors(file, header, 8 + headerBytes, size);
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(file, "a JSON header", e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelSourceException("the model's file " + file + " cannot be read: " + e.getMessage(), e);
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

    private static Map<String, Tensor> tensors(Path file, JsonNode header, long dataStart, long fileSize) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        header.properties().forEach(entry -> {
            if (!entry.getKey().equals("__metadata__")) {
                tensors.put(entry.getKey(), tensor(file, entry.getKey(), entry.getValue(), dataStart, fileSize));
            }
        });
        return tensors;
    }

    private static Tensor tensor(Path file, String name, JsonNode entry, long dataStart, long fileSize) {
        List<Long> shape = new ArrayList<>();
        long elements = 1;
        for (JsonNode size : entry.path("shape")) {
            if (!size.isIntegralNumber() || !size.canConvertToInt() || size.intValue() < 0) {
                throw new ModelFormatException(file, "whole numbers as shape of tensor " + name, entry.path("shape").toString());
            }
            shape.add(size.longValue());
            elements = Math.multiplyHigh(elements, size.longValue()) == 0 ? elements * size.longValue() : Long.MAX_VALUE;
        }
        DType type = type(file, name, entry.path("dtype"));
        JsonNode offsets = entry.path("data_offsets");
        long begin = offsets.path(0).asLong(-1);
        long end = offsets.path(1).asLong(-1);
        if (offsets.size() != 2 || begin < 0 || end < begin) {
            throw new ModelFormatException(file, "two ascending data_offsets of tensor " + name, offsets.toString());
        }
        if (end > fileSize - dataStart) {
            throw new ModelFormatException(
                    file, "tensor " + name + " to end within the file (data bytes: " + (fileSize - dataStart) + ")", "its end at byte " + end
                            + "; the file is truncated");
        }
        if (elements > (Long.MAX_VALUE / 8) || elements * type.bytes() != end - begin) {
            throw new ModelFormatException(
                    file, "the bytes of tensor " + name + " to fit its shape " + shape + " in " + type, (end - begin) + " bytes");
        }
        return new Tensor(name, type, List.copyOf(shape), file, dataStart + begin);
    }

    private static DType type(Path file, String name, JsonNode dtype) {
        for (DType type : DType.values()) {
            if (type.name().equals(dtype.asText())) {
                return type;
            }
        }
        throw new ModelFormatException(file, "tensor " + name + " in BF16, F16 or F32", dtype.toString());
    }
}
