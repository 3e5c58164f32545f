package ai.magibu.dev.postgres;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database that a source has started.
 *
 * @param description for people, such as "PostgreSQL 17"; no paths
 * @param url the JDBC URL without user name and password
 * @param username a superuser
 * @param password that user's
 * @param stop stops the database
 */
record RunningPostgres(String description, String url, String username, String password, Runnable stop) {

    DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(username);
        source.setPassword(password);
        return source;
    }
}
