/** Loads the native libraries. */
@NullMarked
package ai.magibu.embedding.natives;

import org.jspecify.annotations.NullMarked;
