package ai.magibu.cli.lines;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream into numbered lines of strict UTF-8. A line ends at LF or CR LF, which are not part of it; the last one may
 * end with the stream. A byte order mark at the start is left out.
 */
public final class LineReader {

    /** The longest line in bytes: a stream without line ends must not fill the memory. */
    static final int MAX_LINE_BYTES = 64 << 20;

    private static final int BUFFER_BYTES = 64 << 10;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream in;
    private final int maxLineBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long number;
    private boolean rejected;
    private String lineEnd = "";

    public LineReader(InputStream in) {
        this(in, MAX_LINE_BYTES);
    }

    LineReader(InputStream in, int maxLineBytes) {
        this.in = in;
        this.maxLineBytes = maxLineBytes;
    }

    /**
     * The next line, or null at the end.
     *
     * @throws BadLineException if it is not UTF-8, or too long
     */
    public @Nullable String next() throws IOException, BadLineException {
        if (rejected) {
            rejected = false;
            skipToLineFeed();
        }
        ByteArrayOutputStream line = null;
        while (true) {
            if (position == limit && !fill()) {
                lineEnd = "";
                return line == null ? null : decode(line.toByteArray(), 0, line.size());
            }
            if (line == null) {
                number++;
                lineEnd = "\n";
            }
            int end = indexOfLineFeed();
            int length = end - position;
            if (length > maxLineBytes - (line == null ? 0 : line.size())) {
                rejected = true; // its rest is skipped by the next call: it may have no end
                throw new BadLineException(number, "longer than " + maxLineBytes + " bytes");
            }
            int start = position;
            boolean complete = end < limit;
            position = complete ? end + 1 : end;
            if (line == null && complete) {
                return decode(buffer, start, length);
            }
            if (line == null) {
                line = new ByteArrayOutputStream(2 * BUFFER_BYTES);
            }
            line.write(buffer, start, length);
            if (complete) {
                return decode(line.toByteArray(), 0, line.size());
            }
        }
    }

    /** The number of the line that {@link #next()} gave last, from 1. */
    long number() {
        return number;
    }

    /** The end of the line that {@link #next()} gave last: LF or CR LF; empty at the end of the stream. */
    String lineEnd() {
        return lineEnd;
    }

    /** Returns whether {@link #next()} may have to wait for the writer of the stream. */
    public boolean mayWait() {
        return indexOfLineFeed() == limit;
    }

    private void skipToLineFeed() throws IOException {
        int end = indexOfLineFeed();
        while (end == limit && fill()) {
            end = indexOfLineFeed();
        }
        position = Math.min(end + 1, limit);
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    private int indexOfLineFeed() {
        int index = position;
        while (index < limit && buffer[index] != '\n') {
            index++;
        }
        return index;
    }

    private String decode(byte[] bytes, int offset, int length) throws BadLineException {
        int end = length > 0 && bytes[offset + length - 1] == '\r' ? length - 1 : length;
        if (end < length) {
            lineEnd = "\r" + lineEnd;
        }
        String line;
        try {
            line = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, offset, end))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadLineException(number, "not UTF-8");
        }
        boolean marked = number == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK;
        return marked ? line.substring(1) : line;
    }
}
