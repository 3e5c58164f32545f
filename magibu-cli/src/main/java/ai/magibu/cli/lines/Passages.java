package ai.magibu.cli.lines;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records of an input, numbered and in their order. Closing it closes the input. */
public interface Passages extends Closeable {

    /**
     * Returns the next record, or null at the end.
     *
     * @throws BadLineException if the record is invalid; the next call reads the record after it
     */
    @Nullable
    InputLine next() throws IOException, BadLineException;

    /** Returns the unit that counts the records, for messages. */
    default String unit() {
        return BadLineException.LINE;
    }

    /** Returns how much of the input has been read, from 0 to 1; NaN if its size is unknown. */
    double share();
}
