package ai.magibu.hub;

import ai.magibu.hub.internal.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hash that the hub states for a file's content: SHA-256 for a large file, git's blob hash (SHA-1 with a header) for a small
 * one.
 *
 * @param hex the hash in hexadecimal, 64 or 40 digits
 */
record ContentHash(String hex) {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final int SHA256_DIGITS = 64;
    private static final int BUFFER_BYTES = 1 << 16;

    /** Returns the hash; empty if the text is neither of the two. */
    static Optional<ContentHash> parse(String text) {
        return HASH.matcher(text).matches() ? Optional.of(new ContentHash(text)) : Optional.empty();
    }

    boolean isSha256() {
        return hex.length() == SHA256_DIGITS;
    }

    /** Returns whether the file has that content. */
    boolean matches(Path file) throws IOException {
        MessageDigest digest = isSha256() ? Digests.sha256() : Digests.sha1();
        if (!isSha256()) {
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

    @Override
    public String toString() {
        return hex;
    }
}
