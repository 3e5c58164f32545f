package ai.magibu.cli.rows;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a {@code .npy} file with a matrix of float32, little-endian, row by row.
 *
 * @param bytes the length of the header
 */
record NpyHeader(long rows, int dimension, int bytes) {

    /** The length of a header that this program writes: enough for any number of rows. */
    static final int WRITTEN_BYTES = 128;

    private static final String MAGIC = "\u0093NUMPY";
    private static final int START_BYTES = 8;
    private static final int MAX_BYTES = 1 << 16;
    private static final Pattern DESCRIPTION = Pattern.compile("'descr':\\s*'([^']*)'");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");
    private static final Pattern MATRIX = Pattern.compile("\\s*(\\d{1,18})\\s*,\\s*(\\d{1,8})\\s*,?\\s*");

    static ByteBuffer written(long rows, int dimension) {
        String fields = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + dimension + "), }";
        int length = WRITTEN_BYTES - START_BYTES - 2;
        ByteBuffer header = ByteBuffer.allocate(WRITTEN_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC.getBytes(ISO_8859_1)).put((byte) 1).put((byte) 0).putShort((short) length);
        header.put((fields + " ".repeat(length - fields.length() - 1) + "\n").getBytes(ISO_8859_1));
        return header.flip();
    }

    /**
     * Reads a header.
     *
     * @throws IOException if the stream starts in another way, or has other numbers
     */
    static NpyHeader read(InputStream in) throws IOException {
        byte[] start = in.readNBytes(START_BYTES);
        if (start.length < START_BYTES || !new String(start, ISO_8859_1).startsWith(MAGIC)) {
            throw new IOException("it is not a .npy file");
        }
        int sizeBytes = start[6] == 1 ? 2 : 4;
        byte[] size = in.readNBytes(sizeBytes);
        int length = 0;
        for (int i = size.length - 1; i >= 0; i--) {
            length = length << 8 | size[i] & 0xff;
        }
        if (size.length < sizeBytes || length < 0 || length > MAX_BYTES) {
            throw new IOException("its .npy header is damaged");
        }
        String fields = new String(in.readNBytes(length), ISO_8859_1);
        Matcher description = DESCRIPTION.matcher(fields);
        Matcher shape = SHAPE.matcher(fields);
        if (!description.find() || !shape.find()) {
            throw new IOException("its .npy header is damaged");
        }
        Matcher matrix = MATRIX.matcher(shape.group(1));
        if (!description.group(1).equals("<f4") || fields.contains("'fortran_order': True") || !matrix.matches()) {
            throw new IOException("expected a matrix of float32 in C order ('<f4'), found " + fields.strip());
        }
        return new NpyHeader(Long.parseLong(matrix.group(1)), Integer.parseInt(matrix.group(2)), START_BYTES + sizeBytes + length);
    }
}
