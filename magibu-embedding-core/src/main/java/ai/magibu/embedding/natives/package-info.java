/** The native libraries, and how they are loaded. */
@NullMarked
package ai.magibu.embedding.natives;

import org.jspecify.annotations.NullMarked;
