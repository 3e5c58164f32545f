/** Finds a model and makes its files available on this machine: from a folder, the class path or a hub. */
@NullMarked
package ai.magibu.embedding.source;

import org.jspecify.annotations.NullMarked;
