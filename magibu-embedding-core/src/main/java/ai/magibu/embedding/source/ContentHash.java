package ai.magibu.embedding.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the hub says a file's content is: SHA-256 of a large file, git's blob hash (SHA-1 with a header) of a small one.
 *
 * @param hex in hexadecimal, 64 or 40 digits
 */
record ContentHash(String hex) {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int SHA256_DIGITS = 64;
    private static final int BUFFER_BYTES = 1 << 16;

    /** Empty if it is neither. */
    static Optional<ContentHash> parse(String text) {
        return HASH.matcher(text).matches() ? Optional.of(new ContentHash(text)) : Optional.empty();
    }

    /** Whether the file has that content. */
    boolean matches(Path file) throws IOException {
        MessageDigest digest = digest(hex.length() == SHA256_DIGITS ? "SHA-256" : "SHA-1");
        if (hex.length() != SHA256_DIGITS) {
            digest.update(("blob " + Files.size(file) + '\0').getBytes(StandardCharsets.US_ASCII));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest()).equals(hex);
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + algorithm, e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
