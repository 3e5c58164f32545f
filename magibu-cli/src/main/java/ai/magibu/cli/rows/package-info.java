/** Embeddings in files, a row for each: written, continued after an interruption, and read again. */
@NullMarked
package ai.magibu.cli.rows;

import org.jspecify.annotations.NullMarked;
