/** The vectors: the table of chunks, what makes vectors of texts, and the guard against mixing two models' vectors. */
@NullMarked
package ai.magibu.sample.store;

import org.jspecify.annotations.NullMarked;
