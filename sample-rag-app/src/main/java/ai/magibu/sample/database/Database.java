package ai.magibu.sample.database;

import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that runs and has pgvector.
 *
 * @param kind where it comes from
 * @param description for people, such as "PostgreSQL 17 from /usr/lib/postgresql/17/bin"
 * @param jdbcUrl with everything the driver must know about it
 * @param username null where the URL says it
 * @param password null where the URL says it or none is needed
 * @param oneConnection whether all connections share one session, so that a second one waits for the first's transaction
 * @param stop ends what was started for it
 */
public record Database(
        Kind kind,
        String description,
        String jdbcUrl,
        @Nullable String username,
        @Nullable String password,
        boolean oneConnection,
        Runnable stop)
        implements AutoCloseable {

    /** In the order in which they are tried. */
    public enum Kind {
        /** What {@code spring.datasource.url} names. */
        CONFIGURED,
        /** A container, through Testcontainers. */
        DOCKER,
        /** PostgreSQL binaries on this machine, with a cluster of our own. */
        NATIVE,
        /** PostgreSQL compiled to WebAssembly, run by Node.js. */
        PGLITE
    }

    /** Without the password, which may be in the URL as well. */
    @Override
    public String toString() {
        return description;
    }

    @Override
    public void close() {
        stop.run();
    }
}
