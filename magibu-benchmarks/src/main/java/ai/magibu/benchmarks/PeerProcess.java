package ai.magibu.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A subject's process, seen from the measuring side of the line protocol. */
final class PeerProcess implements AutoCloseable {

    private final Path log;
    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;
    private final Greeting greeting;

    /**
     * Starts a subject and waits until it has loaded.
     *
     * @param logs the folder for the file of its standard error
     * @throws PeerFailure if it ends before that
     */
    PeerProcess(Subject subject, Path logs) throws PeerFailure {
        this.log = logs.resolve(subject.name().replace(' ', '-') + ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(subject.command()).redirectError(log.toFile());
            builder.environment().putAll(subject.environment());
            if (subject.folder() != null) {
                builder.directory(subject.folder().toFile());
            }
            this.process = builder.start();
        } catch (IOException e) {
            throw new PeerFailure("cannot be started: " + e.getMessage());
        }
        this.requests = process.outputWriter(UTF_8);
        this.answers = process.inputReader(UTF_8);
        try {
            this.greeting = Json.LINES.readValue(line(), Greeting.class);
        } catch (IOException | PeerFailure e) {
            process.destroy();
            throw e instanceof PeerFailure failure ? failure : new PeerFailure("does not start correctly: " + e.getMessage());
        }
    }

    Greeting greeting() {
        return greeting;
    }

    /** @throws PeerFailure if the subject fails or ends */
    Answer ask(Request request) throws PeerFailure {
        Answer answer;
        try {
            requests.write(Json.LINES.writeValueAsString(request));
            requests.newLine();
            requests.flush();
            answer = Json.LINES.readValue(line(), Answer.class);
        } catch (IOException e) {
            throw new PeerFailure("ended or does not answer (" + e.getMessage() + "); its log is " + log);
        }
        if (answer.error() != null) {
            throw new PeerFailure(answer.error());
        }
        return answer;
    }

    @Nullable
    Long peakBytes() {
        return ResidentMemory.peak(process.pid());
    }

    private String line() throws IOException, PeerFailure {
        String line = answers.readLine();
        if (line == null) {
            throw new PeerFailure("ended; its log is " + log);
        }
        return line;
    }

    /** Ends the process by closing its input; kills it if that does not help. */
    @Override
    public void close() {
        try {
            requests.close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
