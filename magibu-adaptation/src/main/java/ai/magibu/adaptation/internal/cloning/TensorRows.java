package ai.magibu.adaptation.internal.cloning;

import ai.magibu.embedding.internal.safetensors.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** The rows of a matrix in a file. For one thread. */
final class TensorRows implements AutoCloseable {

    private final Tensor tensor;
    private final FileChannel channel;
    private final ByteBuffer bytes;

    TensorRows(Tensor tensor) throws IOException {
        this.tensor = tensor;
        this.bytes = ByteBuffer.allocateDirect(tensor.size(1) * tensor.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        this.channel = FileChannel.open(tensor.file(), StandardOpenOption.READ);
    }

    /** Fills the array with a row. */
    void read(int row, float[] into) throws IOException {
        long position = tensor.offset() + (long) row * bytes.capacity();
        bytes.clear();
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException(tensor.file() + " ended while it was read");
            }
        }
        for (int i = 0; i < into.length; i++) {
            into[i] = tensor.type().get(bytes, i);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
