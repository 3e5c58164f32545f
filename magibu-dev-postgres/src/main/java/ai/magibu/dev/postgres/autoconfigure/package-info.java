/** Spring Boot's data source for a {@link ai.magibu.dev.postgres.DevPostgres}, if the application does not configure another. */
@NullMarked
package ai.magibu.dev.postgres.autoconfigure;

import org.jspecify.annotations.NullMarked;
