package ai.magibu.hub.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digests that every Java runtime has, without the checked exception. */
public final class Digests {

    private Digests() {}

    public static MessageDigest sha256() {
        return digest("SHA-256");
    }

    public static MessageDigest sha1() {
        return digest("SHA-1");
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }
}
