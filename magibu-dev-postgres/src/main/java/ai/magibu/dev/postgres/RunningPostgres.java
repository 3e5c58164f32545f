package ai.magibu.dev.postgres;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database that a source has started.
 *
 * @param description a text for people, such as "PostgreSQL 17", without paths
 * @param url the JDBC URL without user name and password
 * @param username a superuser
 * @param password the password of that user
 * @param stop the action that stops the database
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
