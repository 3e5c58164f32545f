package ai.magibu.documents;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.pdfbox.pdmodel.font.FontMappers;

/** The main class of the process that {@link IsolatedFileParser} starts: reads files until its standard input ends. */
final class ReaderMain {

    private ReaderMain() {}

    /** @param arguments none */
    public static void main(String[] arguments) throws IOException {
        FontMappers.set(new BuiltInFont());
        System.setOut(System.err); // the answers go to standard output; what a library prints must not mix with them
        DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        out.writeByte(1);
        out.flush();
        BlockingQueue<Frames.Request> requests = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> answer(requests, out), "reader");
        reader.setDaemon(true);
        reader.start();
        try {
            while (true) { // also during a file, so that the end of the application is noticed
                requests.add(Frames.readRequest(in));
            }
        } catch (IOException e) { // the application has ended, perhaps without the time to clean up
            ReaderProcess.delete(Path.of(System.getProperty("java.io.tmpdir")));
            Runtime.getRuntime().halt(0);
        }
    }

    private static void answer(BlockingQueue<Frames.Request> requests, DataOutputStream out) {
        try {
            while (true) {
                Frames.answer(out, requests.take());
            }
        } catch (Throwable e) { // not the fault of the file: the application notices that this process ended
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
