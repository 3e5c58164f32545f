package ai.magibu.cli.io;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.function.BooleanSupplier;

/**
 * The process's three streams; tests use their own.
 *
 * @param in the input; read as UTF-8 regardless of the platform's charset
 * @param out the output; unlike System.out it reports a closed pipe or a full disk
 * @param outText text for people, on the same stream, in the terminal's charset
 * @param err messages, in the terminal's charset
 * @param errIsTerminal whether stderr is a terminal; evaluated only when needed, because detecting a terminal may start a process
 */
public record StandardStreams(
        InputStream in, OutputStream out, PrintWriter outText, PrintWriter err, BooleanSupplier errIsTerminal) {

    @SuppressWarnings("DefaultCharset") // the terminal's
    public static StandardStreams ofProcess() {
        return new StandardStreams(
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new PrintWriter(System.out, true, charset("stdout.encoding")),
                new PrintWriter(System.err, true, charset("stderr.encoding")),
                StandardErrorTerminal::isTerminal);
    }

    /** Before Java 19, which sets the property, the default charset is the terminal's. */
    private static Charset charset(String property) {
        return Charset.forName(System.getProperty(property, Charset.defaultCharset().name()));
    }

    /** Flushes {@link #outText()}, which swallows errors until it is asked. */
    public void finishText() throws FileFailure {
        if (outText.checkError()) {
            throw FileFailure.writing("stdout", new IOException("closed by its reader, or no space left"));
        }
    }
}
