/** The files and the inputs and outputs of a compiled graph: what the graph writer and the session agree on. */
@NullMarked
package ai.magibu.embedding.internal.artifact;

import org.jspecify.annotations.NullMarked;
