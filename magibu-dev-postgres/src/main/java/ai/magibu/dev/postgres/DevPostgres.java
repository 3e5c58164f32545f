package ai.magibu.dev.postgres;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL with pgvector for development and tests, started by this process and stopped by {@link #close()}.
 *
 * <p>Uses the first of these that works: a Docker container, the PostgreSQL that is installed on this machine, PGlite on
 * Node.js. All of them listen on the loopback address only and require the password. Not for production.
 *
 * <p>Safe for use by multiple threads.
 */
public final class DevPostgres implements AutoCloseable {

    /** The system property that names the kind that {@link #temporary()} starts. */
    private static final String TEST_KIND = "magibu.test.database";

    private static final String POSTGRES_HOME = "MAGIBU_POSTGRES_HOME";

    /** A way to run PostgreSQL. */
    public enum Kind {
        /** The first of the others that works. It can be requested; {@link #kind()} never returns it. */
        AUTO,
        /** A container, through Testcontainers. */
        DOCKER,
        /** The PostgreSQL that is installed on this machine, with a separate cluster. */
        NATIVE,
        /** PostgreSQL compiled to WebAssembly, run by Node.js. It has one session: connections take turns. */
        PGLITE;

        /** Returns the name in settings and messages. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;
    private final RunningPostgres server;
    private final DataDirectory directory;
    private final AtomicBoolean closed = new AtomicBoolean();

    DevPostgres(Kind kind, RunningPostgres server, DataDirectory directory) {
        this.kind = kind;
        this.server = server;
        this.directory = directory;
    }

    /**
     * Starts the database of a folder. The first start creates an empty database, later starts reopen it with its data.
     *
     * @param directory the folder for the database's files; created if it does not exist
     * @throws DevPostgresException if no kind works, if the folder is in use, or if the database with the folder's data is
     *     unavailable
     */
    public static DevPostgres start(Path directory) {
        return start(directory, Kind.AUTO);
    }

    /**
     * Starts the database of a folder, of the given kind.
     *
     * @param directory the folder for the database's files; created if it does not exist
     * @param kind the only kind to try; {@link Kind#AUTO} for the kind that holds the folder's data or, in a new folder, the
     *     first that works
     * @throws DevPostgresException if the kind does not work, if the folder is in use, or if another kind holds its data
     */
    public static DevPostgres start(Path directory, Kind kind) {
        return start(DataDirectory.open(directory), kind);
    }

    /**
     * Starts an empty database that {@link #close()} or the end of the JVM deletes. The system property
     * {@code magibu.test.database} ({@code auto}, {@code docker}, {@code native} or {@code pglite}) names the kind.
     *
     * @throws DevPostgresException if no kind works, or the named kind does not
     */
    public static DevPostgres temporary() {
        DevPostgres database = start(DataDirectory.temporary(), kind(System.getProperty(TEST_KIND, "auto")));
        Runtime.getRuntime().addShutdownHook(new Thread(database::close, "dev-postgres-close"));
        return database;
    }

    private static Kind kind(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.label().equals(name)) {
                return kind;
            }
        }
        throw new DevPostgresException(
                TEST_KIND + "=" + name + " is not a kind of database.", "Use auto, docker, native or pglite.");
    }

    private static DevPostgres start(DataDirectory directory, Kind kind) {
        @Nullable
        String home = System.getenv(POSTGRES_HOME);
        List<PostgresSource> sources = List.of(
                new DockerPostgres(directory),
                new NativePostgres(directory, home == null || home.isBlank() ? null : Path.of(home)),
                new PglitePostgres(directory));
        try {
            return new PostgresFinder(sources, directory).find(kind);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Returns the JDBC URL with all driver settings, without user name and password. */
    public String url() {
        return server.url();
    }

    /** Returns the user name; the user is a superuser. */
    public String username() {
        return server.username();
    }

    /** Returns the password. */
    public String password() {
        return server.password();
    }

    /** Returns the kind that runs; never {@link Kind#AUTO}. */
    public Kind kind() {
        return kind;
    }

    /** Returns a short text for people, such as "PostgreSQL 17 (native)". It contains no path of this machine. */
    public String description() {
        return server.description() + " (" + kind.label() + ")";
    }

    /** Returns a data source without a pool: it opens a new connection for each request. */
    public DataSource dataSource() {
        return server.dataSource();
    }

    DataDirectory directory() {
        return directory;
    }

    /** Returns {@link #description()}; never contains the password. */
    @Override
    public String toString() {
        return description();
    }

    /** Stops the database; a temporary one is deleted. Does nothing if it is already closed. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                server.stop().run();
            } finally {
                directory.close();
            }
        }
    }
}
