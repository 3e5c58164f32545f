package ai.magibu.dev.postgres;

import ai.magibu.dev.postgres.DevPostgres.Kind;
import ai.magibu.dev.postgres.PostgresSource.UnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the first source that works, or the one that holds the folder's data. Logs the choice, and why each source before it
 * was not chosen.
 *
 * @param sources the sources, in the order in which they are tried
 */
record PostgresFinder(List<PostgresSource> sources, DataDirectory directory) {

    private static final String LINE = System.lineSeparator();
    private static final Logger log = LoggerFactory.getLogger(DevPostgres.class);

    DevPostgres find(Kind requested) {
        DataHolder holder = directory.holder();
        if (holder != null && requested != Kind.AUTO && requested != holder.kind()) {
            throw new DevPostgresException(
                    directory + " holds the data of a " + holder.kind().label() + " database, but " + requested.label()
                            + " is requested: it would start empty.",
                    "Request " + holder.kind().label() + " or auto to keep the data. " + startEmpty());
        }
        Kind wanted = holder == null ? requested : holder.kind();
        StringBuilder reasons = new StringBuilder();
        StringBuilder advice = new StringBuilder();
        for (PostgresSource source : sources) {
            if (wanted != Kind.AUTO && wanted != source.kind()) {
                continue;
            }
            try {
                RunningPostgres server = source.start(holder != null);
                checkAndRemember(source.kind(), server, holder);
                DevPostgres database = new DevPostgres(source.kind(), server, directory);
                log.info("Development database: {}, data in {}{}", database.description(), directory, reasons);
                return database;
            } catch (UnavailableException e) {
                reasons.append(LINE + "    not " + source.kind().label() + ": " + e.getMessage());
                advice.append(LINE + "    - " + source.advice());
            }
        }
        if (holder != null) {
            throw new DevPostgresException(
                    directory + " holds the data of a " + wanted.label() + " database, which does not start:" + reasons,
                    "Make it available again to keep the data:" + advice + LINE + startEmpty());
        }
        throw new DevPostgresException(
                "No PostgreSQL with pgvector is available:" + reasons,
                "Do one of these, or configure a database of your own (spring.datasource.url in Spring Boot):" + advice);
    }

    private String startEmpty() {
        return "To start with an empty database, choose another folder or delete this one.";
    }

    private void checkAndRemember(Kind kind, RunningPostgres server, @Nullable DataHolder holder) throws UnavailableException {
        DataHolder found;
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS vector");
            try (ResultSet result = statement.executeQuery("SELECT system_identifier FROM pg_control_system()")) {
                result.next();
                found = new DataHolder(kind, result.getString(1));
            }
        } catch (SQLException e) {
            server.stop().run();
            throw new UnavailableException("it started, but does not work: " + e.getMessage());
        }
        if (holder == null) {
            directory.remember(found);
        } else if (!holder.equals(found)) {
            server.stop().run();
            throw new DevPostgresException(
                    directory + " belongs to the database " + holder + ", but " + found + " started: it has other data.",
                    "Restore the database's files to keep the data. " + startEmpty());
        }
    }
}
