/** Spring Boot's data source on a {@link ai.magibu.dev.postgres.DevPostgres}, if the application configures no other. */
@NullMarked
package ai.magibu.dev.postgres.autoconfigure;

import org.jspecify.annotations.NullMarked;
