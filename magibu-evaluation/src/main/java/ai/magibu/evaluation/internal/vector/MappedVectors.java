package ai.magibu.evaluation.internal.vector;

import ai.magibu.evaluation.api.EvaluationException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * The vectors of a file of little-endian float32 components, row after row. The file is mapped into memory, so that a file larger than
 * the heap can be read; the mappings end when this object is garbage.
 */
public final class MappedVectors implements Vectors {

    /** A buffer has at most 2 GB. */
    private static final long MAPPING_BYTES = 1L << 30;

    private final FloatBuffer[] mappings;
    private final int rowsPerMapping;
    private final int size;
    private final int dimensions;

    /**
     * Opens a file that begins with the vectors.
     *
     * @throws EvaluationException if the size of the file is not a multiple of the size of a vector
     */
    public static MappedVectors open(Path file, int dimensions) throws IOException {
        return open(file, dimensions, 0);
    }

    /**
     * Opens a file whose vectors begin after a header of {@code offset} bytes.
     *
     * @throws EvaluationException if the size of the rest is not a multiple of the size of a vector
     */
    public static MappedVectors open(Path file, int dimensions, long offset) throws IOException {
        return new MappedVectors(file, dimensions, offset, MAPPING_BYTES);
    }

    MappedVectors(Path file, int dimensions, long offset, long mappingBytes) throws IOException {
        if (dimensions < 1 || offset < 0) {
            throw new IllegalArgumentException("There are no vectors of " + dimensions + " components at offset " + offset + ".");
        }
        this.dimensions = dimensions;
        long rowBytes = (long) Float.BYTES * dimensions;
        rowsPerMapping = (int) Math.max(1, mappingBytes / rowBytes);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = channel.size() - offset;
            if (bytes < 0 || bytes % rowBytes != 0 || bytes / rowBytes > Integer.MAX_VALUE) {
                throw new EvaluationException(file + " has " + bytes + " bytes of vectors. Vectors of " + dimensions
                        + " float32 components need a multiple of " + rowBytes + ". Is the file complete, and is the dimension right?");
            }
            size = (int) (bytes / rowBytes);
            mappings = new FloatBuffer[(int) (((long) size + rowsPerMapping - 1) / rowsPerMapping)];
            for (int i = 0; i < mappings.length; i++) {
                long first = (long) i * rowsPerMapping;
                long rows = Math.min(rowsPerMapping, size - first);
                mappings[i] = channel.map(MapMode.READ_ONLY, offset + first * rowBytes, rows * rowBytes)
                        .order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            }
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public void read(int first, int count, float[] target) {
        Objects.checkFromIndexSize(first, count, size);
        int done = 0;
        while (done < count) {
            int row = first + done;
            int inMapping = row % rowsPerMapping;
            int rows = Math.min(count - done, rowsPerMapping - inMapping);
            mappings[row / rowsPerMapping].get(inMapping * dimensions, target, done * dimensions, rows * dimensions);
            done += rows;
        }
    }
}
