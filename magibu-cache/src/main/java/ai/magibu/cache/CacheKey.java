package ai.magibu.cache;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The key of a vector: a SHA-256 hash of everything that the vector depends on. Immutable. Two keys are equal if their hashes are.
 */
public final class CacheKey {

    /** Part of every hash. Change it when the meaning of the parts changes. */
    private static final String VERSION = "magibu-cache-1";

    private final String model;
    private final byte[] hash;

    private CacheKey(String model, byte[] hash) {
        this.model = model;
        this.hash = hash;
    }

    /**
     * Returns the key of a text.
     *
     * @param model the identity of the model
     * @param parts everything else that the vector depends on, such as the prompt, the dimensions, the title and the text, in a fixed
     *     order
     */
    public static CacheKey of(String model, List<String> parts) {
        MessageDigest digest = sha256();
        update(digest, VERSION);
        update(digest, model);
        parts.forEach(part -> update(digest, part));
        return new CacheKey(model, digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Adds the length and the chars. An encoding such as UTF-8 would make lone surrogates equal. */
    private static void update(MessageDigest digest, String part) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Character.BYTES * part.length());
        bytes.putInt(part.length());
        bytes.asCharBuffer().put(part);
        digest.update(bytes.array());
    }

    /** Returns the identity of the model, so that the vectors of a replaced model can be deleted. It is part of the hash. */
    public String model() {
        return model;
    }

    /** Returns a copy of the hash: 32 bytes. */
    public byte[] bytes() {
        return hash.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheKey that && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(hash).getInt();
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(hash);
    }
}
