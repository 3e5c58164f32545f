package ai.magibu.dev.postgres.autoconfigure;

import ai.magibu.dev.postgres.DevPostgres;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings under {@code magibu.dev-postgres}. They have no effect if the application configures a database
 * ({@code spring.datasource.url}).
 *
 * @param kind How PostgreSQL runs. "auto" takes the kind that holds the folder's data or, in a new folder, the first that works.
 * @param directory Folder of the database's files, kept from one start to the next. A relative path starts at the working
 *     directory.
 */
@ConfigurationProperties("magibu.dev-postgres")
public record DevPostgresProperties(
        @DefaultValue("auto") DevPostgres.Kind kind, @DefaultValue("data/postgres") String directory) {
    // Not a Path: Spring resolves a relative one on the class path first.
}
