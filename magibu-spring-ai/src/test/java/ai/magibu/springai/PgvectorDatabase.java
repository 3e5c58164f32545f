package ai.magibu.springai;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A PostgreSQL with pgvector for integration tests, empty and thrown away after them; only a configured one stays. It is the
 * first that works of those that the sample application knows too: SPRING_DATASOURCE_URL (with _USERNAME and _PASSWORD), Docker,
 * a PostgreSQL on this machine (or under MAGIBU_POSTGRES_HOME), PGlite; or the one that {@code -Dmagibu.test.database} names.
 */
final class PgvectorDatabase {

    private static final Logger log = LoggerFactory.getLogger(PgvectorDatabase.class);

    private final DataSource dataSource;
    private final Stop stop;

    private PgvectorDatabase(String url, @Nullable String user, @Nullable String password, Stop stop) {
        this.dataSource = new DriverManagerDataSource(url, user, password);
        this.stop = stop;
        log.info("Database: {}", url.replaceFirst("\\?.*", ""));
    }

    DataSource dataSource() {
        return dataSource;
    }

    void stop() throws Exception {
        stop.run();
    }

    private interface Stop {
        void run() throws Exception;
    }

    private interface Source {
        PgvectorDatabase start() throws Exception;
    }

    /**
     * @param folder for the database's files and log
     * @throws IllegalStateException if there is none, saying what to install
     */
    static PgvectorDatabase start(Path folder) {
        String only = System.getProperty("magibu.test.database", "auto");
        IllegalStateException failure = new IllegalStateException("These tests need a PostgreSQL with pgvector. Set"
                + " SPRING_DATASOURCE_URL, or start Docker, or install PostgreSQL with pgvector (on Debian 13"
                + " postgresql-17-pgvector; elsewhere name its folder with MAGIBU_POSTGRES_HOME), or Node.js 20 with npx."
                + " What was tried (magibu.test.database=" + only + ") is among the suppressed exceptions");
        for (String kind : only.equals("auto") ? List.of("configured", "docker", "native", "pglite") : List.of(only)) {
            Source source = switch (kind) {
                case "configured" -> PgvectorDatabase::configured;
                case "docker" -> PgvectorDatabase::docker;
                case "native" -> () -> installed(folder);
                case "pglite" -> () -> pglite(folder);
                default -> throw new IllegalArgumentException("magibu.test.database=" + kind);
            };
            try {
                return source.start();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    private static PgvectorDatabase configured() throws IOException {
        String url = System.getenv("SPRING_DATASOURCE_URL");
        require(url != null, "SPRING_DATASOURCE_URL is not set");
        return new PgvectorDatabase(
                url, System.getenv("SPRING_DATASOURCE_USERNAME"), System.getenv("SPRING_DATASOURCE_PASSWORD"), () -> {});
    }

    private static PgvectorDatabase docker() throws IOException {
        require(DockerClientFactory.instance().isDockerAvailable(), "no container engine answers");
        DockerImageName image = DockerImageName.parse("pgvector/pgvector:pg17").asCompatibleSubstituteFor("postgres");
        PostgreSQLContainer container = new PostgreSQLContainer(image);
        container.start();
        return new PgvectorDatabase(container.getJdbcUrl(), container.getUsername(), container.getPassword(), container::stop);
    }

    private static PgvectorDatabase installed(Path folder) throws Exception {
        Path bin = installedPrograms();
        Path cluster = folder.resolve("postgresql");
        run(asUser(bin.resolve("initdb").toString(), "-D", cluster.toString(), "-U", "magibu", "-A", "trust", "-E", "UTF8",
                "--no-locale"));
        int port = freePort();
        String server = bin.resolve("pg_ctl").toString();
        run(asUser(server, "start", "-w", "-D", cluster.toString(), "-l", folder.resolve("postgresql.log").toString(),
                "-o", "-F -p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"));
        return new PgvectorDatabase("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "magibu", null,
                () -> run(asUser(server, "stop", "-w", "-D", cluster.toString(), "-m", "immediate")));
    }

    /** The programs of a PostgreSQL that has pgvector. */
    private static Path installedPrograms() throws Exception {
        String home = System.getenv("MAGIBU_POSTGRES_HOME");
        List<Path> candidates = new ArrayList<>();
        if (home != null) {
            candidates.add(Path.of(home));
            candidates.add(Path.of(home, "bin"));
        }
        Path versions = Path.of(home == null ? "/usr" : home, "lib", "postgresql");
        if (Files.isDirectory(versions)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(versions)) {
                folders.forEach(version -> candidates.add(version.resolve("bin")));
            }
        }
        for (Path bin : candidates) {
            if (Files.isExecutable(bin.resolve("initdb")) && Files.isExecutable(bin.resolve("pg_config"))) {
                Path share = Path.of(run(List.of(bin.resolve("pg_config").toString(), "--sharedir")).strip());
                if (Files.exists(share.resolve("extension/vector.control"))) {
                    return bin;
                }
            }
        }
        throw new IOException("no PostgreSQL with pgvector in " + candidates);
    }

    /** PostgreSQL refuses root; in a user namespace of its own, root is nobody and owns its files all the same. */
    private static List<String> asUser(String... command) {
        List<String> whole = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            whole.addAll(List.of("unshare", "-U"));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    private static PgvectorDatabase pglite(Path folder) throws Exception {
        int port = freePort();
        Path output = folder.resolve("pglite.log");
        // The exact versions: those that npm would choose by itself do not fit together.
        Process server = new ProcessBuilder(
                        "npx", "-y",
                        "-p", "@electric-sql/pglite@0.5.14",
                        "-p", "@electric-sql/pglite-socket@0.2.17",
                        "-p", "@electric-sql/pglite-pgvector@0.0.15",
                        "pglite-server",
                        "-p", Integer.toString(port),
                        "-m", "20",
                        "-d", folder.resolve("pglite").toString(),
                        "-e", "@electric-sql/pglite-pgvector:vector,hstore,uuid_ossp")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        PgvectorDatabase database = new PgvectorDatabase(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres?prepareThreshold=0&sslmode=disable", "postgres", "postgres",
                () -> stop(server));
        Instant end = Instant.now().plus(Duration.ofMinutes(3)); // the first start downloads some 20 MB
        while (server.isAlive() && Instant.now().isBefore(end)) {
            try {
                database.dataSource.getConnection().close();
                return database;
            } catch (SQLException notYet) {
                Thread.sleep(200);
            }
        }
        stop(server);
        throw new IOException("PGlite does not answer: " + Files.readString(output));
    }

    /** Ends the program and all it has started: npx starts npm, and that the server. */
    private static void stop(Process server) throws Exception {
        List<ProcessHandle> started = server.descendants().toList();
        server.destroy();
        started.forEach(ProcessHandle::destroy);
        server.waitFor();
    }

    /** The program's output; through a file, because a server that it starts would keep a pipe open. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("command-", ".log");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            boolean ended = process.waitFor(1, TimeUnit.MINUTES);
            String text = Files.readString(output);
            require(ended && process.exitValue() == 0, command + " failed: " + text);
            return text;
        } finally {
            Files.delete(output);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void require(boolean works, String reason) throws IOException {
        if (!works) {
            throw new IOException(reason);
        }
    }
}
