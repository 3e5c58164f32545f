/** Step 4 of 8: a folder becomes a snapshot whose every tensor has been checked against the config. */
@NullMarked
package ai.magibu.embedding.snapshot;

import org.jspecify.annotations.NullMarked;
