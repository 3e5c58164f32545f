package ai.magibu.embedding.internal.safetensors;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.internal.config.ModelFile;
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

    /** Of headers and of the index of shards. */
    static final ObjectReader STRICT_JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build()
            .readerFor(JsonNode.class);

    private final Path file;
    private final long dataStart;
    private final long dataBytes;

    private SafetensorsFile(Path file, long dataStart, long dataBytes) {
        this.file = file;
        this.dataStart = dataStart;
        this.dataBytes = dataBytes;
    }

    /** The file's tensors by name, in the header's order. */
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
        } catch (JsonProcessingException e) {
            throw new ModelFormatException(file, "a JSON header", e.getOriginalMessage(), e);
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

    private Map<String, Tensor> tensors(String text) throws JsonProcessingException {
        JsonNode header = STRICT_JSON.readTree(text);
        if (!text.startsWith("{") || !header.isObject()) {
            throw new ModelFormatException(file, "a JSON object as header", describe(header));
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        header.properties().forEach(entry -> {
            if (entry.getKey().equals(METADATA)) {
                requireMetadata(entry.getValue());
            } else {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
            }
        });
        requireFullCover(tensors);
        return tensors;
    }

    private void requireMetadata(JsonNode metadata) {
        boolean strings = metadata.isNull()
                || metadata.isObject() && metadata.properties().stream().allMatch(entry -> entry.getValue().isTextual());
        if (!strings) {
            throw new ModelFormatException(file, "strings by name as \"" + METADATA + "\"", describe(metadata));
        }
    }

    private Tensor tensor(String name, JsonNode entry) {
        DType type = type(name, entry.path("dtype"));
        JsonNode sizes = entry.path("shape");
        if (!sizes.isArray()) {
            throw new ModelFormatException(file, "a list as shape of tensor " + name, describe(sizes));
        }
        List<Long> shape = new ArrayList<>();
        long elements = 1;
        for (JsonNode size : sizes) {
            if (!size.isIntegralNumber() || !size.canConvertToInt() || size.intValue() < 0) {
                throw new ModelFormatException(file, "whole numbers as shape of tensor " + name, describe(sizes));
            }
            shape.add(size.longValue());
            elements = Math.multiplyHigh(elements, size.longValue()) == 0 ? elements * size.longValue() : Long.MAX_VALUE;
        }
        JsonNode offsets = entry.path("data_offsets");
        if (!offsets.isArray() || offsets.size() != 2 || !isOffset(offsets.get(0)) || !isOffset(offsets.get(1))) {
            throw new ModelFormatException(file, "two whole numbers as data_offsets of tensor " + name, describe(offsets));
        }
        long begin = offsets.get(0).longValue();
        long end = offsets.get(1).longValue();
        if (end < begin) {
            throw new ModelFormatException(file, "two ascending data_offsets of tensor " + name, offsets.toString());
        }
        if (end > dataBytes) {
            throw new ModelFormatException(
                    file, "tensor " + name + " to end within the file (data bytes: " + dataBytes + ")", "its end at byte " + end
                            + "; the file is truncated");
        }
        if (elements < 0 || elements > Long.MAX_VALUE / 8 || elements * type.bytes() != end - begin) {
            throw new ModelFormatException(
                    file, "the bytes of tensor " + name + " to fit its shape " + shape + " in " + type, (end - begin) + " bytes");
        }
        return new Tensor(name, type, List.copyOf(shape), file, dataStart + begin);
    }

    private static boolean isOffset(JsonNode offset) {
        return offset.isIntegralNumber() && offset.canConvertToLong() && offset.longValue() >= 0;
    }

    private DType type(String name, JsonNode dtype) {
        for (DType type : DType.values()) {
            if (dtype.isTextual() && type.name().equals(dtype.textValue())) {
                return type;
            }
        }
        throw new ModelFormatException(file, "tensor " + name + " in BF16, F16 or F32", describe(dtype));
    }

    private void requireFullCover(Map<String, Tensor> tensors) {
        List<Tensor> sorted = new ArrayList<>(tensors.values());
        sorted.sort(Comparator.comparingLong(Tensor::offset).thenComparingLong(Tensor::bytes));
        long expected = dataStart;
        for (Tensor tensor : sorted) {
            if (tensor.offset() != expected) {
                throw new ModelFormatException(
                        file, "tensor " + tensor.name() + " to begin at data byte " + (expected - dataStart) + ", where the one before ends",
                        "byte " + (tensor.offset() - dataStart));
            }
            expected += tensor.bytes();
        }
        if (expected != dataStart + dataBytes) {
            throw new ModelFormatException(
                    file, "the tensors to cover all " + dataBytes + " bytes after the header", (expected - dataStart) + " bytes in tensors");
        }
    }

    private static String describe(JsonNode node) {
        String text = node.isMissingNode() ? "no such key" : node.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
