package ai.magibu.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A vector as a row.
 *
 * @param bytes the components, float32 and little-endian
 * @param checksum the CRC-32C of the key, the numbers and the components, so that a damaged or exchanged row is recognized
 */
record StoredVector(CachedVector vector, byte[] bytes, long checksum) {

    static StoredVector of(CacheKey key, CachedVector vector) {
        float[] components = vector.vector();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * components.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(components);
        return new StoredVector(vector, bytes.array(), checksum(key, bytes.array(), vector.tokens(), vector.droppedTokens()));
    }

    /** Returns the vector of a row; null if the row is damaged. */
    static @Nullable CachedVector read(CacheKey key, byte @Nullable [] bytes, int tokens, int droppedTokens, long checksum) {
        if (bytes == null
                || bytes.length == 0
                || bytes.length % Float.BYTES != 0
                || checksum != checksum(key, bytes, tokens, droppedTokens)) {
            return null;
        }
        float[] components = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(components);
        return new CachedVector(components, tokens, droppedTokens);
    }

    private static long checksum(CacheKey key, byte[] bytes, int tokens, int droppedTokens) {
        CRC32C checksum = new CRC32C();
        checksum.update(key.bytes());
        checksum.update(ByteBuffer.allocate(2 * Integer.BYTES).putInt(tokens).putInt(droppedTokens).flip());
        checksum.update(bytes);
        return checksum.getValue();
    }
}
