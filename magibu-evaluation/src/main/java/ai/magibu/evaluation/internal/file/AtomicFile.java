package ai.magibu.evaluation.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

import ai.magibu.evaluation.api.EvaluationException;

/** Writes a file so that a reader sees the old content or the new one, never a part. */
public final class AtomicFile {

    private AtomicFile() {}

    /** Replaces the content of a file; its folder is created if it is missing. */
    public static void write(Path file, String content) {
        try {
            replace(file, content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new EvaluationException(file + ": the file cannot be written: " + FileFault.reason(e), e);
        }
    }

    /** Replaces the content of a file; its folder is created if it is missing. */
    public static void replace(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path temporary = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
