/** Finds and starts a PostgreSQL with pgvector. {@link ai.magibu.sample.database.DatabaseFinder} is the way in. */
@NullMarked
package ai.magibu.sample.database;

import org.jspecify.annotations.NullMarked;
