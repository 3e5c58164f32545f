package ai.magibu.embedding.internal.weights;

import ai.magibu.embedding.internal.safetensors.DType;
import ai.magibu.embedding.internal.safetensors.Tensor;
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

/** The file with the large weights of a graph, which ONNX Runtime can map. */
public final class ExternalData implements Closeable {

    /** Windows maps files at multiples of this, Linux and macOS at divisors of it. */
    private static final int ALIGNMENT = 1 << 16;

    private static final int BUFFER_FLOATS = 1 << 18;

    private final String location;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_FLOATS * 4).order(ByteOrder.LITTLE_ENDIAN);

    public ExternalData(Path file) throws IOException {
        this.location = String.valueOf(file.getFileName());
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Writes a tensor as it is stored: same type, same bytes. */
    public TensorProto.Builder copy(String name, Tensor tensor) throws IOException {
        long offset = align();
        tensor.transferTo(channel);
        int type = switch (tensor.type()) {
            case F32 -> TensorProto.DataType.FLOAT_VALUE;
            case F16 -> TensorProto.DataType.FLOAT16_VALUE;
            case BF16 -> TensorProto.DataType.BFLOAT16_VALUE;
        };
        return reference(name, type, offset, tensor.shape());
    }

    /**
     * Writes numbers as float32 or rounded to bfloat16, to the nearest, ties to even.
     *
     * @param type the type as ONNX numbers it
     */
    public TensorProto.Builder floats(String name, int type, float[] values, long... shape) throws IOException {
        long offset = align();
        for (int from = 0; from < values.length; from += BUFFER_FLOATS) {
            buffer.clear();
            for (int i = from; i < Math.min(from + BUFFER_FLOATS, values.length); i++) {
                if (type == TensorProto.DataType.FLOAT_VALUE) {
                    buffer.putFloat(values[i]);
                } else {
                    buffer.putShort(bfloat16(values[i]));
                }
            }
            write(buffer.flip());
        }
        return reference(name, type, offset, Arrays.stream(shape).boxed().toList());
    }

    /** Returns the bits of a number rounded to bfloat16, to the nearest, ties to even. */
    public static short bfloat16(float value) {
        int bits = Float.floatToIntBits(value);
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }

    public TensorProto.Builder bytes(String name, byte[] values, long... shape) throws IOException {
        long offset = align();
        write(ByteBuffer.wrap(values));
        return reference(name, TensorProto.DataType.INT8_VALUE, offset, Arrays.stream(shape).boxed().toList());
    }

    /** Writes a tensor in int8, one row after the other as {@code rows} gives them. */
    public TensorProto.Builder int8Rows(String name, Tensor tensor, RowQuantizer rows) throws IOException {
        long offset = align();
        int width = tensor.size(1);
        int count = tensor.size(0);
        int atOnce = Math.max(1, BUFFER_FLOATS / width);
        for (int row = 0; row < count; row += atOnce) { // in pieces, so that the tensor is never whole on the heap
            int size = Math.min(atOnce, count - row);
            write(ByteBuffer.wrap(rows.quantize(row, tensor.floats((long) row * width, size * width))));
        }
        return reference(name, TensorProto.DataType.INT8_VALUE, offset, tensor.shape());
    }

    /** Turns some rows into int8. */
    public interface RowQuantizer {
        byte[] quantize(int firstRow, float[] values);
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private long align() throws IOException {
        long aligned = (channel.position() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        channel.position(aligned);
        return aligned;
    }

    private TensorProto.Builder reference(String name, int type, long offset, List<Long> shape) throws IOException {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(type)
                .addAllDims(shape)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(channel.position() - offset)));
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
