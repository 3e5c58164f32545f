package ai.magibu.sample.database;

import ai.magibu.sample.startup.StartupProblem;
import java.util.Locale;
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
        // The part after "?" may hold a password, and descriptions are shown.
        String description = url.replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
        return new Database(
                kind(), description, url, properties.getUsername(), properties.getPassword(), false, () -> {});
    }
}
