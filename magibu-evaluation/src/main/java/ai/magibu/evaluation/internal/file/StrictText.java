package ai.magibu.evaluation.internal.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

import ai.magibu.evaluation.api.EvaluationException;

/** Text files in UTF-8. */
public final class StrictText {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private StrictText() {}

    /** Opens a file behind its byte order mark. Bytes that are not UTF-8 fail with a {@link CharacterCodingException}. */
    public static BufferedReader open(Path file) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()));
        try {
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            return reader;
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    /** Returns the failure of a read, with the line of the first invalid byte or the row that was read; 0 for none. */
    public static EvaluationException unreadable(Path file, long row, IOException cause) {
        if (cause instanceof CharacterCodingException) {
            return new EvaluationException(file + ", line " + invalidLine(file) + ": the text is not UTF-8. Save the file in UTF-8.",
                    cause);
        }
        if (cause instanceof FileSystemException) {
            return new EvaluationException("The file cannot be read: " + FileFault.reason(cause), cause);
        }
        if (Files.isDirectory(file)) {
            return new EvaluationException(file + ": it is a folder. Name a file.", cause);
        }
        String place = row == 0 ? file.toString() : file + ", row " + row;
        return new EvaluationException(place + ": the file cannot be read (" + FileFault.reason(cause) + ").", cause);
    }

    /** Reads the file again, because the decoder is ahead of the rows. */
    private static long invalidLine(Path file) {
        long number = 1;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)));
                number++;
            }
        } catch (IOException e) {
            return number;
        }
        return number;
    }
}
