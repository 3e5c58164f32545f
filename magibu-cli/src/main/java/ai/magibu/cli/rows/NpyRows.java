package ai.magibu.cli.rows;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The rows of a {@code .npy} file. */
final class NpyRows implements EmbeddedRows {

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final NpyHeader header;
    private long number;

    NpyRows(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        try {
            header = NpyHeader.read(in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public @Nullable EmbeddedRow next() throws IOException {
        if (number == header.rows()) {
            return null;
        }
        number++;
        byte[] bytes = in.readNBytes(header.dimension() * Float.BYTES);
        if (bytes.length < header.dimension() * Float.BYTES) {
            throw new EOFException("it ends in row " + number + " of " + header.rows());
        }
        return new EmbeddedRow(number, null, floats(bytes));
    }

    static float[] floats(byte[] bytes) {
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
