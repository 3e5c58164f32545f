/** The files, inputs and outputs of a compiled graph, on which the graph writer and the session agree. */
@NullMarked
package ai.magibu.embedding.internal.artifact;

import org.jspecify.annotations.NullMarked;
