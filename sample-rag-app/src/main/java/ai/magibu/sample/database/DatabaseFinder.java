package ai.magibu.sample.database;

import ai.magibu.sample.database.DatabaseSource.UnavailableException;
import ai.magibu.sample.startup.DataDirectory;
import ai.magibu.sample.startup.StartupProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the first source that works, says which, and why not those before it. */
final class DatabaseFinder {

    private static final Logger log = LoggerFactory.getLogger(DatabaseFinder.class);

    private final List<DatabaseSource> sources;
    private final DataDirectory data;

    /**
     * @param sources in the order in which they are tried
     * @param use the only kind to take; null for any
     */
    DatabaseFinder(List<DatabaseSource> sources, Database.@Nullable Kind use, DataDirectory data) {
        this.sources = sources.stream().filter(source -> use == null || source.kind() == use).toList();
        this.data = data;
    }

    Database find() {
        StringBuilder reasons = new StringBuilder();
        StringBuilder advice = new StringBuilder("Do one of these:");
        for (DatabaseSource source : sources) {
            String kind = source.kind().name().toLowerCase(Locale.ROOT);
            try {
                Database database = source.start();
                log.info("Database: {} ({}). Data folder: {}.{}", database.description(), kind, data.path(), reasons);
                warnOfOtherData(database.kind());
                return database;
            } catch (UnavailableException e) {
                reasons.append("%n    not %s: %s".formatted(kind, e.getMessage()));
                advice.append("%n    - %s".formatted(source.advice()));
            }
        }
        throw new StartupProblem("No PostgreSQL with pgvector was found:" + reasons, advice.toString());
    }

    /** Each kind keeps its own data, so with another kind the documents of the last start are not to be seen. */
    private void warnOfOtherData(Database.Kind kind) {
        Path file = data.resolve("last-database");
        try {
            String last = Files.exists(file) ? Files.readString(file).strip() : kind.name();
            if (!last.equals(kind.name())) {
                log.warn("The last start used the database {}, whose documents {} does not have. "
                        + "sample.database.use={} insists on it.", last, kind, last.toLowerCase(Locale.ROOT));
            }
            Files.writeString(file, kind.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
