package ai.magibu.sample.database;

import ai.magibu.sample.startup.StartupProblem;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.util.StringUtils;

/** The database that {@code spring.datasource.url} names. Where it does not answer, the start fails: it was asked for. */
record ConfiguredDatabase(DataSourceProperties properties) implements DatabaseSource {

    @Override
    public Database.Kind kind() {
        return Database.Kind.CONFIGURED;
    }

    @Override
    public String advice() {
        return "Set spring.datasource.url, .username and .password to a PostgreSQL that has pgvector.";
    }

    @Override
    public Database start() throws UnavailableException {
        String url = properties.getUrl();
        if (!StringUtils.hasText(url)) {
            throw new UnavailableException("spring.datasource.url is not set");
        }
        if (!url.toLowerCase(Locale.ROOT).startsWith("jdbc:postgresql:")) {
            throw new StartupProblem(
                    "spring.datasource.url does not name a PostgreSQL.",
                    "Set it to jdbc:postgresql://<host>:5432/<database>, or leave it out.");
        }
        try (Connection connection = DriverManager.getConnection(url, credentials());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS vector");
        } catch (SQLException e) {
            throw new StartupProblem(
                    "The database " + withoutSecrets(url) + " (spring.datasource.url) cannot be used: " + e.getMessage(),
                    "Check spring.datasource.url, .username and .password. The server must have pgvector installed; where the "
                            + "account may not create extensions, let an administrator run CREATE EXTENSION vector in this "
                            + "database.",
                    e);
        }
        return new Database(
                kind(), withoutSecrets(url), url, properties.getUsername(), properties.getPassword(), false, () -> {});
    }

    private Properties credentials() {
        Properties credentials = new Properties();
        if (properties.getUsername() != null) {
            credentials.setProperty("user", properties.getUsername());
        }
        if (properties.getPassword() != null) {
            credentials.setProperty("password", properties.getPassword());
        }
        return credentials;
    }

    /** As it may be shown: a URL can carry a password. */
    static String withoutSecrets(String url) {
        return url.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
    }
}
