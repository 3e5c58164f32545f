package ai.magibu.embedding.graph;

import ai.magibu.embedding.safetensors.DType;
import ai.magibu.embedding.safetensors.Tensor;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/** The file beside the graph that holds the large weights, so that ONNX Runtime can map them. */
final class ExternalData implements Closeable {

    /** Windows maps files at multiples of this, Linux and macOS at divisors of it. */
    private static final int ALIGNMENT = 1 << 16;

    private static final int BUFFER_FLOATS = 1 << 18;
    /** Rows and columns transposed together, so that both sides stay in the cache. */
    private static final int TILE = 32;

    private final String location;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_FLOATS * 4).order(ByteOrder.LITTLE_ENDIAN);

    ExternalData(Path file) throws IOException {
        this.location = String.valueOf(file.getFileName());
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** The tensor as it is stored: same type, same bytes. */
    TensorProto copy(String name, Tensor tensor) throws IOException {
        long offset = align();
        tensor.transferTo(channel);
        int type = switch (tensor.type()) {
            case F32 -> TensorProto.DataType.FLOAT_VALUE;
            case F16 -> TensorProto.DataType.FLOAT16_VALUE;
            case BF16 -> TensorProto.DataType.BFLOAT16_VALUE;
        };
        return reference(name, type, offset, tensor.shape());
    }

    /** Linear layers that read the same input, as one float32 matrix [in, sum of their outs]. */
    TensorProto linear(String name, List<Tensor> matrices) throws IOException {
        int in = matrices.get(0).shape().get(1).intValue();
        int out = matrices.stream().mapToInt(matrix -> matrix.shape().get(0).intValue()).sum();
        float[] joined = new float[Math.multiplyExact(in, out)];
        int column = 0;
        for (Tensor matrix : matrices) {
            int rows = matrix.shape().get(0).intValue();
            transpose(matrix.floats(), rows, in, joined, out, column);
            column += rows;
        }
        return floats(name, joined, in, out);
    }

    TensorProto floats(String name, float[] values, long... shape) throws IOException {
        long offset = align();
        for (int from = 0; from < values.length; from += BUFFER_FLOATS) {
            int count = Math.min(BUFFER_FLOATS, values.length - from);
            buffer.clear().asFloatBuffer().put(values, from, count);
            buffer.limit(count * DType.F32.bytes());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
        return reference(name, TensorProto.DataType.FLOAT_VALUE, offset, Arrays.stream(shape).boxed().toList());
    }

    private static void transpose(float[] source, int rows, int columns, float[] target, int targetWidth, int targetColumn) {
        for (int rowTile = 0; rowTile < rows; rowTile += TILE) {
            int rowEnd = Math.min(rowTile + TILE, rows);
            for (int columnTile = 0; columnTile < columns; columnTile += TILE) {
                int columnEnd = Math.min(columnTile + TILE, columns);
                for (int row = rowTile; row < rowEnd; row++) {
                    for (int column = columnTile; column < columnEnd; column++) {
                        target[column * targetWidth + targetColumn + row] = source[row * columns + column];
                    }
                }
            }
        }
    }

    private long align() throws IOException {
        long aligned = (channel.position() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        channel.position(aligned);
        return aligned;
    }

    private TensorProto reference(String name, int type, long offset, List<Long> shape) throws IOException {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(type)
                .addAllDims(shape)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(channel.position() - offset)))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    /** Forces the bytes to the disk, so that a move into place never shows a file without its content. */
    @Override
    public void close() throws IOException {
        try (channel) {
            channel.force(true);
        }
    }
}
