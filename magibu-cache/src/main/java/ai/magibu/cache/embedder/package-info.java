/** The decorator of a {@link ai.magibu.embedding.MagibuEmbedder}. */
@NullMarked
package ai.magibu.cache.embedder;

import org.jspecify.annotations.NullMarked;
