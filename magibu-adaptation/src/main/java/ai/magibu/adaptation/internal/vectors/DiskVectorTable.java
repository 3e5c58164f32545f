package ai.magibu.adaptation.internal.vectors;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.hub.internal.Digests;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table in one temporary file: for each row its vector (float32, little-endian), then its text (UTF-8). The places are in the heap. */
final class DiskVectorTable implements VectorTable {

    private static final int BUFFER_BYTES = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final MessageDigest digest = Digests.sha256();

    /** The beginning of each row, and the end of the last one. */
    private long[] places = new long[1024];
    private int rows;
    private long dropped;
    private int dimension;
    private ByteBuffer pending = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private @Nullable String hash;

    DiskVectorTable(Path folder) {
        try {
            this.file = Files.createTempFile(folder, "vectors-", ".tmp");
            this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new AdaptationException("No temporary file can be made in " + folder + ": " + FileFault.reason(e), e);
        }
    }

    /** Adds a row, or counts it as dropped. */
    void add(Path source, long number, @Nullable String text, float @Nullable [] vector) {
        if (text == null || text.isBlank() || vector == null || vector.length == 0) {
            dropped++;
            return;
        }
        if (rows == 0) {
            dimension = vector.length;
        }
        if (vector.length != dimension) {
            throw fault(source, number,
                    "the vector has " + vector.length + " components, and the first one " + dimension
                            + ". They come from different models.");
        }
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw fault(source, number, "component " + i + " of the vector is " + vector[i] + ". Remove the row, or compute it again.");
            }
        }
        try {
            write(WellFormed.text(text).getBytes(StandardCharsets.UTF_8), vector);
        } catch (IOException e) {
            throw new AdaptationException("The temporary file " + file + " cannot be written: " + FileFault.reason(e), e);
        }
    }

    private static AdaptationException fault(Path source, long number, String what) {
        return new AdaptationException(source + ", row " + number + ": " + what);
    }

    private void write(byte[] text, float[] vector) throws IOException {
        int bytes = Math.addExact(vector.length * Float.BYTES, text.length);
        if (pending.remaining() < bytes) {
            flush();
        }
        if (pending.capacity() < bytes) {
            pending = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        int start = pending.position();
        for (float value : vector) {
            pending.putFloat(value);
        }
        pending.put(text);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).flip());
        digest.update(pending.array(), start, bytes);
        if (rows + 1 == places.length) {
            places = Arrays.copyOf(places, Math.addExact(places.length, places.length));
        }
        places[rows + 1] = places[rows] + bytes;
        rows++;
    }

    private void flush() throws IOException {
        pending.flip();
        while (pending.hasRemaining()) {
            channel.write(pending);
        }
        pending.clear();
    }

    /** Ends the writing. */
    DiskVectorTable finish() {
        try {
            flush();
        } catch (IOException e) {
            throw new AdaptationException("The temporary file " + file + " cannot be written: " + FileFault.reason(e), e);
        }
        pending = ByteBuffer.allocate(0);
        hash = HexFormat.of().formatHex(digest.digest());
        return this;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long dropped() {
        return dropped;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public TrainingRow row(long index) {
        int row = Objects.checkIndex(Math.toIntExact(index), rows);
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(places[row + 1] - places[row])).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, places[row] + bytes.position()) < 0) {
                    throw new EOFException(file + " ended while it was read");
                }
            }
        } catch (IOException e) {
            throw new AdaptationException("The temporary file " + file + " cannot be read: " + FileFault.reason(e), e);
        }
        float[] vector = new float[dimension];
        bytes.flip().asFloatBuffer().get(vector);
        int textStart = dimension * Float.BYTES;
        return new TrainingRow(new String(bytes.array(), textStart, bytes.limit() - textStart, StandardCharsets.UTF_8), vector);
    }

    @Override
    public String hash() {
        return Objects.requireNonNull(hash);
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new AdaptationException("The temporary file " + file + " cannot be deleted: " + FileFault.reason(e), e);
        }
    }
}
