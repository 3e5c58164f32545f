/** The caches of vectors, in memory and in PostgreSQL, and their metrics. */
@NullMarked
package ai.magibu.cache;

import org.jspecify.annotations.NullMarked;
