package ai.magibu.evaluation.internal.encode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over texts. */
public final class Hasher {

    private static final int HEX_DIGITS = 16;

    private final MessageDigest digest = sha256();

    /** Adds a text and its end. */
    public void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /** Returns the whole hash; nothing can be added afterwards. */
    byte[] bytes() {
        return digest.digest();
    }

    /** Returns the first 64 bits in hexadecimal; nothing can be added afterwards. */
    public String hex() {
        return HexFormat.of().formatHex(bytes()).substring(0, HEX_DIGITS);
    }

    /** Returns a new SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
