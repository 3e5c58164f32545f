/**
 * A PostgreSQL with pgvector for development and tests, with or without Docker.
 * {@link ai.magibu.dev.postgres.DevPostgres} is the entry point.
 */
@NullMarked
package ai.magibu.dev.postgres;

import org.jspecify.annotations.NullMarked;
