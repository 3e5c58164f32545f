package ai.magibu.hub.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file's size and two checksums: CRC-32C, which is fast enough for each load and finds damage, and SHA-256.
 *
 * @param bytes the size
 * @param crc32c the CRC-32C in hexadecimal
 * @param sha256 the SHA-256 in hexadecimal
 */
public record FileSum(long bytes, String crc32c, String sha256) {

    private static final int BUFFER_BYTES = 1 << 20;

    /** Reads a file once for both checksums. */
    public static FileSum of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    /** Reads a stream to its end for both checksums. */
    public static FileSum of(InputStream in) throws IOException {
        MessageDigest digest = Digests.sha256();
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            crc.update(buffer, 0, count);
            digest.update(buffer, 0, count);
            bytes += count;
        }
        return new FileSum(bytes, HexFormat.of().toHexDigits((int) crc.getValue()), HexFormat.of().formatHex(digest.digest()));
    }

    /** Returns what is wrong with a file by its size and CRC-32C; null if nothing is. */
    public @Nullable String damage(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return file + " is missing";
        }
        if (Files.size(file) != bytes) {
            return file + " has " + Files.size(file) + " bytes instead of " + bytes;
        }
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                crc.update(buffer.flip());
            }
        }
        return HexFormat.of().toHexDigits((int) crc.getValue()).equals(crc32c) ? null : file + " is damaged (wrong checksum)";
    }
}
