package ai.magibu.cli.rows;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.lines.InputLine;
import ai.magibu.embedding.api.Embedding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code .npy} file: a matrix of float32 with a row for each text. The header is written again after each group, so that numpy can load
 * the file at any time.
 */
final class NpyOutput implements EmbeddingOutput {

    private final Path file;
    private final long earlierRows;
    private int dimension;
    private long rows;
    private @Nullable FileChannel channel;

    NpyOutput(Path file, boolean resume) throws FileFailure {
        this.file = file;
        this.earlierRows = resume && Files.exists(file) ? readEarlier() : 0;
    }

    /** The length of the file counts the rows, because a run can be killed before it writes the header again. */
    private long readEarlier() throws FileFailure {
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            if (size < NpyHeader.WRITTEN_BYTES && isStartOfHeader(in.readNBytes(NpyHeader.WRITTEN_BYTES))) {
                return 0;
            }
            NpyHeader header = readHeader();
            if (header.bytes() != NpyHeader.WRITTEN_BYTES || header.dimension() == 0) {
                throw new IOException("another program has written it");
            }
            dimension = header.dimension();
            return (size - NpyHeader.WRITTEN_BYTES) / rowBytes();
        } catch (IOException e) {
            throw FileFailure.reading(file.toString(), e);
        }
    }

    private static boolean isStartOfHeader(byte[] bytes) {
        byte[] start = NpyHeader.written(0, 1).array();
        int same = Math.min(bytes.length, 10);
        return Arrays.equals(bytes, 0, same, start, 0, same);
    }

    private NpyHeader readHeader() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return NpyHeader.read(in);
        }
    }

    private int rowBytes() {
        return dimension * Float.BYTES;
    }

    @Override
    public long earlierRows() {
        return earlierRows;
    }

    @Override
    public boolean hasDetails() {
        return false;
    }

    @Override
    public EmbeddedRow lastRow() throws IOException {
        try (FileChannel in = FileChannel.open(file)) {
            ByteBuffer row = ByteBuffer.allocate(rowBytes());
            in.position(NpyHeader.WRITTEN_BYTES + (earlierRows - 1) * rowBytes());
            while (row.hasRemaining() && in.read(row) >= 0) {
            }
            return new EmbeddedRow(earlierRows, null, NpyRows.floats(row.array()));
        }
    }

    @Override
    public void start(long keptRows, int newDimension) throws FileFailure {
        rows = keptRows;
        dimension = newDimension;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(rows == 0 ? 0 : position());
            writeHeader(channel);
        } catch (IOException e) {
            throw FileFailure.writing(file.toString(), e);
        }
    }

    private long position() {
        return NpyHeader.WRITTEN_BYTES + rows * rowBytes();
    }

    private void writeHeader(FileChannel to) throws IOException {
        write(to, NpyHeader.written(rows, dimension), 0);
    }

    private static void write(FileChannel to, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += to.write(bytes, at);
        }
    }

    @Override
    public void append(List<InputLine> lines, List<Embedding> embeddings) throws FileFailure {
        if (channel == null) {
            throw new IllegalStateException("not started");
        }
        ByteBuffer bytes = ByteBuffer.allocate(embeddings.size() * rowBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (Embedding embedding : embeddings) {
            for (float component : embedding.vector()) {
                bytes.putFloat(component);
            }
        }
        try {
            write(channel, bytes.flip(), position());
            rows += embeddings.size();
            writeHeader(channel);
        } catch (IOException e) {
            throw FileFailure.writing(file.toString(), e);
        }
    }

    @Override
    public void finish() {}

    @Override
    public void close() throws FileFailure {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw FileFailure.writing(file.toString(), e);
        }
    }
}
