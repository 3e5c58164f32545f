package ai.magibu.embedding.source;

import java.io.IOException;
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
 * @param crc32c in hexadecimal
 * @param sha256 in hexadecimal
 */
public record FileSum(long bytes, String crc32c, String sha256) {

    private static final int BUFFER_BYTES = 1 << 20;

    /** Reads a file once for both checksums. */
    public static FileSum of(Path file) throws IOException {
        MessageDigest digest = ContentHash.digest("SHA-256");
        CRC32C crc = new CRC32C();
        long bytes = read(file, buffer -> {
            crc.update(buffer.duplicate());
            digest.update(buffer);
        });
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
        read(file, crc::update);
        return HexFormat.of().toHexDigits((int) crc.getValue()).equals(crc32c) ? null : file + " is damaged (wrong checksum)";
    }

    private interface Sink {
        void accept(ByteBuffer buffer);
    }

    private static long read(Path file, Sink sink) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        long bytes = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                bytes += buffer.position();
                sink.accept(buffer.flip());
            }
        }
        return bytes;
    }
}
