package ai.magibu.dev.postgres;

import ai.magibu.dev.postgres.DevPostgres.Kind;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL and pgvector compiled to WebAssembly: npx fetches it from the npm registry, Node.js runs it behind
 * {@code pglite-server.mjs}. Needs no installation and no rights.
 */
record PglitePostgres(DataDirectory directory) implements PostgresSource {

    private static final Logger log = LoggerFactory.getLogger(DevPostgres.class);

    private static final String NPX = File.separatorChar == '\\' ? "npx.cmd" : "npx";
    private static final int OLDEST_NODE = 18;
    private static final String VERSION = "0.5.14";
    private static final Duration DOWNLOAD = Duration.ofMinutes(3);
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5); // of a client for the transaction of another

    @Override
    public Kind kind() {
        return Kind.PGLITE;
    }

    @Override
    public String advice() {
        return "Install Node.js " + OLDEST_NODE + " or newer, with npx; it then fetches PGlite from the npm registry.";
    }

    @Override
    public RunningPostgres start(boolean holdsData) throws UnavailableException {
        Matcher version = Pattern.compile("^v(\\d+)").matcher(Commands.run(List.of("node", "--version")).output());
        if (!version.find() || Integer.parseInt(version.group(1)) < OLDEST_NODE) {
            throw new UnavailableException("no Node.js " + OLDEST_NODE + " or newer");
        }
        if (holdsData && !Files.exists(directory.resolve("pglite/data/PG_VERSION"))) {
            throw new UnavailableException("its files in " + directory.resolve("pglite") + " are missing");
        }
        String modules = fetch();
        String password = Password.random();
        try {
            Path folder = directory.privateFolder("pglite");
            awaitEndOfLastServer(folder);
            Path program = folder.resolve("pglite-server.mjs");
            try (InputStream source = PglitePostgres.class.getResourceAsStream("pglite-server.mjs")) {
                Files.copy(Objects.requireNonNull(source), program, StandardCopyOption.REPLACE_EXISTING);
            }
            Path output = folder.resolve("server.log");
            Process server = new ProcessBuilder(
                    "node",
                    program.toString(),
                    modules,
                    folder.resolve("data").toString(),
                    Long.toString(LONGEST_WAIT.toMillis()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Files.writeString(folder.resolve("server.pid"), identity(server.toHandle()));
            // Stays open: the server reads the password here, and ends when this process does.
            server.getOutputStream().write((password + "\n").getBytes(StandardCharsets.US_ASCII));
            server.getOutputStream().flush();
            // Prepared statements belong to the session, which all connections share.
            String url = "jdbc:postgresql://127.0.0.1:" + port(server, output) + "/postgres?prepareThreshold=0&sslmode=disable";
            return new RunningPostgres("PGlite " + VERSION, url, "postgres", password, () -> stop(server));
        } catch (IOException e) {
            throw new UnavailableException("node does not start: " + e.getMessage());
        }
    }

    /** Downloads PGlite unless npm's cache has it; returns the folder with the packages. */
    private static String fetch() throws UnavailableException {
        log.info("Starting PGlite {}; the first start downloads it from the npm registry (20 MB)", VERSION);
        // Exact versions, because the ones that npm chooses are incompatible.
        Commands.Result result = Commands.run(
                List.of(
                        NPX, "--yes", "--prefer-offline", "--fetch-retries=1", "--fetch-retry-mintimeout=1000",
                        "-p", "@electric-sql/pglite@" + VERSION,
                        "-p", "@electric-sql/pglite-pgvector@0.0.15",
                        "--", "node", "-p", "'PATH=' + process.env.PATH"),
                DOWNLOAD);
        Matcher path = Pattern.compile("(?m)^PATH=(.*)$").matcher(result.output());
        if (result.ok() && path.find()) {
            for (String folder : path.group(1).strip().split(File.pathSeparator)) {
                Path modules = Path.of(folder).getParent();
                if (modules != null && Files.exists(modules.resolve("@electric-sql/pglite-pgvector"))) {
                    return modules.toString();
                }
            }
        }
        String reason = result.output().lines().filter(line -> line.contains(" failed")).findFirst().orElse(result.lastLines());
        throw new UnavailableException("npx cannot fetch PGlite: " + reason);
    }

    private static String port(Process server, Path output) throws UnavailableException, IOException {
        Instant end = Instant.now().plus(START);
        while (server.isAlive() && Instant.now().isBefore(end)) {
            Matcher port = Pattern.compile("listening on port (\\d+)").matcher(Files.readString(output));
            if (port.find()) {
                return port.group(1);
            }
            pause();
        }
        stop(server);
        throw new UnavailableException("PGlite does not start: " + new Commands.Result(-1, Files.readString(output)).lastLines());
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for PGlite", e);
        }
    }

    private static void stop(Process server) {
        try {
            server.getOutputStream().close();
        } catch (IOException e) {
            log.debug("Closing PGlite's standard input", e); // it has ended already
        }
        try {
            if (server.waitFor(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.destroyForcibly();
    }

    /** Waits for the server of a killed process on this folder, because only one server can use the files. */
    private static void awaitEndOfLastServer(Path folder) {
        Path file = folder.resolve("server.pid");
        try {
            if (Files.exists(file)) {
                String last = Files.readString(file, StandardCharsets.ISO_8859_1);
                Matcher pid = Pattern.compile("\\A(\\d{1,18}) ").matcher(last); // a kill or a full disk may have cut the file
                if (pid.find()) {
                    ProcessHandle.of(Long.parseLong(pid.group(1)))
                            .filter(process -> identity(process).equals(last))
                            .ifPresent(Commands::awaitEnd);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the process number and its start time, because the system reuses numbers. */
    private static String identity(ProcessHandle process) {
        return process.pid() + " " + process.info().startInstant().orElse(Instant.EPOCH);
    }
}
