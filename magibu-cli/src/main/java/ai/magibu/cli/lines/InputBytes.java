package ai.magibu.cli.lines;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of an input. A file whose name ends in {@code .gz} is decompressed. */
public final class InputBytes implements Closeable {

    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream stream;
    private final Counter counter;
    private final long size;

    private InputBytes(InputStream stream, Counter counter, long size) {
        this.stream = stream;
        this.counter = counter;
        this.size = size;
    }

    /** Bytes of unknown number. */
    public static InputBytes of(InputStream in) {
        Counter counter = new Counter(in);
        return new InputBytes(counter, counter, -1);
    }

    /** Opens a file. */
    public static InputBytes open(Path file) throws IOException {
        Counter counter = new Counter(Files.newInputStream(file));
        try {
            InputStream stream = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz") ? new Gunzip(counter) : counter;
            return new InputBytes(stream, counter, Files.isRegularFile(file) ? Files.size(file) : -1);
        } catch (IOException e) {
            counter.close();
            throw damaged(e);
        }
    }

    /** Returns the bytes, decompressed. */
    public InputStream stream() {
        return stream;
    }

    /** Returns the share of the file's bytes that have been read, from 0 to 1; NaN if their number is unknown. */
    double share() {
        return size <= 0 ? Double.NaN : Math.min(1, (double) counter.bytes / size);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private static IOException damaged(IOException e) {
        return e instanceof EOFException || e instanceof ZipException
                ? new IOException("its gzip data is damaged or incomplete" + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")"), e)
                : e;
    }

    private static final class Gunzip extends GZIPInputStream {

        Gunzip(InputStream in) throws IOException {
            super(in, BUFFER_BYTES);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException e) {
                throw damaged(e);
            }
        }
    }

    private static final class Counter extends FilterInputStream {

        private long bytes;

        Counter(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            bytes += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            bytes += Math.max(0, count);
            return count;
        }
    }
}
