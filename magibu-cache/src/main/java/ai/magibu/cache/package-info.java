/** The caches of vectors, in memory and in PostgreSQL, and the decorator of a {@link ai.magibu.embedding.MagibuEmbedder}. */
@NullMarked
package ai.magibu.cache;

import org.jspecify.annotations.NullMarked;
