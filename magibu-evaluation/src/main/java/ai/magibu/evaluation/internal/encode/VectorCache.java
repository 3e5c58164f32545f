package ai.magibu.evaluation.internal.encode;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.evaluation.internal.vector.MappedVectors;
import ai.magibu.evaluation.internal.vector.Vectors;
import org.jspecify.annotations.Nullable;

/**
 * Vectors on disk by the texts they belong to: {@code vectors.f32} (little-endian float32, row by row) and {@code keys.bin} (one {@link
 * TextKey} a row). Both only grow. A key is written after its vector, so whatever a killed process left behind the last complete pair is
 * cut off when the files are opened again. One process at a time.
 */
final class VectorCache implements Closeable {

    static final String KEYS = "keys.bin";
    private static final String VECTORS = "vectors.f32";

    private final Path folder;
    private final int dimensions;
    private final FileChannel keys;
    private final FileChannel vectors;
    private final Map<TextKey, Integer> rows = new HashMap<>();

    private VectorCache(Path folder, int dimensions, FileChannel keys, FileChannel vectors) {
        this.folder = folder;
        this.dimensions = dimensions;
        this.keys = keys;
        this.vectors = vectors;
    }

    /**
     * Opens the cache in a folder, which is created if it is missing.
     *
     * @throws EvaluationException if another process uses it, or it cannot be read or written
     */
    static VectorCache open(Path folder, int dimensions) {
        FileChannel keys = null;
        try {
            Files.createDirectories(folder);
            keys = channel(folder.resolve(KEYS));
            lock(folder, keys);
            VectorCache cache = new VectorCache(folder, dimensions, keys, channel(folder.resolve(VECTORS)));
            cache.readKeys();
            return cache;
        } catch (IOException | RuntimeException e) {
            closeQuietly(keys);
            throw e instanceof EvaluationException known ? known : unusable(folder, e);
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void lock(Path folder, FileChannel keys) throws IOException {
        try {
            if (keys.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Another cache in this process.
        }
        throw new EvaluationException(
                folder + ": another evaluation uses these vectors. Wait for its end, or choose another output folder.");
    }

    private void readKeys() throws IOException {
        long complete = Math.min(keys.size() / TextKey.BYTES, vectors.size() / rowBytes());
        keys.truncate(complete * TextKey.BYTES);
        vectors.truncate(complete * rowBytes());
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        keys.position(0);
        int row = 0;
        while (keys.read(bytes) >= 0) {
            bytes.flip();
            while (bytes.remaining() >= TextKey.BYTES) {
                rows.put(TextKey.read(bytes), row++);
            }
            bytes.compact();
        }
        vectors.position(vectors.size());
    }

    private long rowBytes() {
        return (long) dimensions * Float.BYTES;
    }

    boolean contains(TextKey key) {
        return rows.containsKey(key);
    }

    /** Stores vectors that are not there yet. They survive a crash of the machine once this method has returned. */
    void append(List<TextKey> newKeys, List<float[]> newVectors) {
        ByteBuffer vectorBytes = ByteBuffer.allocate(Math.toIntExact(newKeys.size() * rowBytes())).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer keyBytes = ByteBuffer.allocate(newKeys.size() * TextKey.BYTES);
        int row = rows.size();
        for (int i = 0; i < newKeys.size(); i++) {
            vectorBytes.position(Math.toIntExact(i * rowBytes()));
            vectorBytes.asFloatBuffer().put(newVectors.get(i));
            newKeys.get(i).write(keyBytes);
        }
        vectorBytes.position(0);
        keyBytes.flip();
        try {
            writeAll(vectors, vectorBytes);
            writeAll(keys, keyBytes);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        for (TextKey key : newKeys) {
            rows.put(key, row++);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    /** Returns the vectors of texts in their order. Reading one that is missing fails. */
    Vectors vectors(List<TextKey> texts) {
        int[] selected = texts.stream().mapToInt(text -> rows.getOrDefault(text, SelectedVectors.MISSING)).toArray();
        try {
            return new SelectedVectors(MappedVectors.open(folder.resolve(VECTORS), dimensions), selected);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    @Override
    public void close() {
        closeQuietly(keys);
        closeQuietly(vectors);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Everything was forced to disk before.
        }
    }

    private static EvaluationException unusable(Path folder, Exception cause) {
        return new EvaluationException(folder + ": the vectors cannot be read or written: " + FileFault.reason(cause), cause);
    }
}
