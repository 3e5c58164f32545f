/** Step 1 of 8: where a model comes from, and how its files get to this machine: a folder, the class path, a hub. */
@NullMarked
package ai.magibu.embedding.source;

import org.jspecify.annotations.NullMarked;
