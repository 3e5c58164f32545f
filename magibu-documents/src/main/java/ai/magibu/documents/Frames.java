package ai.magibu.documents;

import ai.magibu.documents.UnreadableFileException.Reason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The messages between the two processes: byte arrays, each with its length before it, and never serialized objects. */
final class Frames {

    private static final byte READ = 0;
    private static final byte UNREADABLE = 1;
    private static final byte FAILED = 2;

    /** @param fileName the name of the file; null if it is unknown */
    record Request(@Nullable String fileName, byte[] content) {}

    private Frames() {}

    static void writeRequest(DataOutputStream out, @Nullable String fileName, byte[] content) throws IOException {
        out.writeBoolean(fileName != null);
        writeText(out, fileName == null ? "" : fileName);
        out.writeInt(content.length);
        out.write(content);
        out.flush();
    }

    static Request readRequest(DataInputStream in) throws IOException {
        boolean named = in.readBoolean();
        String fileName = readText(in);
        return new Request(named ? fileName : null, readBytes(in));
    }

    /** Reads the file and writes the answer. */
    static void answer(DataOutputStream out, Request request) throws IOException {
        try {
            ReadText text = FileParser.read(request.fileName(), request.content());
            out.writeByte(READ);
            writeText(out, text.title());
            writeText(out, text.text());
        } catch (UnreadableFileException e) {
            out.writeByte(UNREADABLE);
            writeText(out, e.reason().name());
            writeText(out, String.valueOf(e.getCause()));
        } catch (LinkageError e) {
            out.writeByte(FAILED);
            writeText(out, e.toString());
        }
        out.flush();
    }

    static ReadText readAnswer(DataInputStream in, @Nullable String fileName) throws IOException {
        return switch (in.readByte()) {
            case READ -> new ReadText(readText(in), readText(in));
            case UNREADABLE -> {
                Reason reason = Reason.valueOf(readText(in));
                throw new UnreadableFileException(fileName, reason, new IOException(readText(in)));
            }
            default -> throw new IllegalStateException("The process that reads files failed: " + readText(in));
        };
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
