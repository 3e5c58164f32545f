package ai.magibu.cli.lines;

import ai.magibu.cli.io.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The whole lines that an earlier run left in a file. A last line without its end was cut off and does not count. */
public final class EarlierOutput {

    private static final int BUFFER_BYTES = 1 << 16;

    private final @Nullable Path file;
    private long lines;
    private long bytes;
    private long lastLineStart;

    private EarlierOutput(@Nullable Path file) {
        this.file = file;
    }

    public static EarlierOutput none() {
        return new EarlierOutput(null);
    }

    /** Reads a file; one that does not exist has no lines. */
    public static EarlierOutput of(Path file) throws FileFailure {
        EarlierOutput output = new EarlierOutput(file);
        if (Files.exists(file)) {
            output.read(Long.MAX_VALUE);
        }
        return output;
    }

    private void read(long mostLines) throws FileFailure {
        lines = 0;
        bytes = 0;
        lastLineStart = 0;
        long position = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0 && lines < mostLines; count = in.read(buffer)) {
                for (int i = 0; i < count && lines < mostLines; i++) {
                    if (buffer[i] == '\n') {
                        lines++;
                        lastLineStart = bytes;
                        bytes = position + i + 1;
                    }
                }
                position += count;
            }
        } catch (IOException e) {
            throw FileFailure.reading(String.valueOf(file), e);
        }
    }

    public long lines() {
        return lines;
    }

    /** Returns the last line without its end; empty if there are no lines. */
    public String lastLine() throws FileFailure {
        if (file == null || lines == 0) {
            return "";
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer line = ByteBuffer.allocate((int) (bytes - 1 - lastLineStart));
            while (line.hasRemaining() && channel.read(line, lastLineStart + line.position()) >= 0) {
            }
            return StandardCharsets.UTF_8.decode(line.flip()).toString();
        } catch (IOException e) {
            throw FileFailure.reading(file.toString(), e);
        }
    }

    /** Keeps the first lines only. */
    public void keep(long first) throws FileFailure {
        if (first < lines) {
            read(first);
        }
    }

    /** Removes from the file what comes after the lines that count. */
    public void removeRest() throws IOException {
        if (file != null && Files.exists(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(bytes);
            }
        }
    }
}
