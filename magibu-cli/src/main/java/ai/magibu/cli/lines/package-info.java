/** JSON lines: passages as input, embeddings as output, bad lines, and resuming an interrupted run. */
@NullMarked
package ai.magibu.cli.lines;

import org.jspecify.annotations.NullMarked;
