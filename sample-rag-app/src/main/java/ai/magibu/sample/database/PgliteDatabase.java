package ai.magibu.sample.database;

import ai.magibu.sample.startup.DataDirectory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL and pgvector compiled to WebAssembly, which npx fetches and Node.js runs: needs no installation and no rights. */
record PgliteDatabase(DataDirectory data) implements DatabaseSource {

    private static final Logger log = LoggerFactory.getLogger(PgliteDatabase.class);

    private static final String NPX = File.separatorChar == '\\' ? "npx.cmd" : "npx";
    private static final int OLDEST_NODE = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3); // the first start downloads some 20 MB

    @Override
    public Database.Kind kind() {
        return Database.Kind.PGLITE;
    }

    @Override
    public String advice() {
        return "Install Node.js " + OLDEST_NODE + " or newer, with npx; PGlite is then fetched from the npm registry.";
    }

    @Override
    public Database start() throws UnavailableException {
        Matcher version = Pattern.compile("^v(\\d+)").matcher(Commands.run(List.of("node", "--version")).output());
        if (!version.find() || Integer.parseInt(version.group(1)) < OLDEST_NODE) {
            throw new UnavailableException("no Node.js " + OLDEST_NODE + " or newer");
        }
        try {
            stopLeftOver();
            int port = Commands.freePort();
            Process server = new ProcessBuilder(command(port, data.resolve("pglite")))
                    .redirectErrorStream(true)
                    .redirectOutput(logFile().toFile())
                    .start();
            Files.writeString(pidFile(), identity(server.toHandle()));
            // One session for all connections, without TLS, and prepared statements of one would be seen by the others.
            String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?prepareThreshold=0&sslmode=disable";
            Runnable stop = () -> stop(server);
            awaitAnswer(server, url);
            return new Database(kind(), "PGlite on Node.js " + version.group(1), url, "postgres", "postgres", true, stop);
        } catch (IOException e) {
            throw new UnavailableException(NPX + " does not start: " + e.getMessage());
        }
    }

    /** The exact versions: those that npm would choose by itself do not fit together. */
    private static List<String> command(int port, Path directory) {
        return List.of(
                NPX, "-y",
                "-p", "@electric-sql/pglite@0.5.14",
                "-p", "@electric-sql/pglite-socket@0.2.17",
                "-p", "@electric-sql/pglite-pgvector@0.0.15",
                "pglite-server",
                "-p", Integer.toString(port),
                "-m", "20",
                "-d", directory.toString(),
                "-e", "@electric-sql/pglite-pgvector:vector");
    }

    private void awaitAnswer(Process server, String url) throws UnavailableException, IOException {
        log.info("Starting PGlite through npx; its output is in {}", logFile());
        Instant end = Instant.now().plus(PATIENCE);
        while (server.isAlive() && Instant.now().isBefore(end)) {
            try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres")) {
                if (connection.isValid(10)) {
                    return;
                }
            } catch (SQLException notYet) {
                pause();
            }
        }
        stop(server);
        String output = Files.readString(logFile());
        throw new UnavailableException("PGlite does not answer: " + new Commands.Result(-1, output).lastLines());
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for PGlite", e);
        }
    }

    private void stop(Process server) {
        Commands.stop(server.toHandle());
        try {
            Files.deleteIfExists(pidFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the last run of this application was killed, its server still runs, on files that take only one. */
    private void stopLeftOver() throws IOException {
        if (Files.exists(pidFile())) {
            String last = Files.readString(pidFile());
            ProcessHandle.of(Long.parseLong(last.substring(0, last.indexOf(' '))))
                    .filter(process -> identity(process).equals(last))
                    .ifPresent(Commands::stop);
        }
    }

    /** The number and the start: a number alone may be another process by now. */
    private static String identity(ProcessHandle process) {
        return process.pid() + " " + process.info().startInstant().orElse(Instant.EPOCH);
    }

    private Path logFile() {
        return data.resolve("pglite.log");
    }

    private Path pidFile() {
        return data.resolve("pglite.pid");
    }
}
