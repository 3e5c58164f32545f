/** Compiled graphs on disk: the cache, and folders written by {@code export}. */
@NullMarked
package ai.magibu.embedding.internal.store;

import org.jspecify.annotations.NullMarked;
