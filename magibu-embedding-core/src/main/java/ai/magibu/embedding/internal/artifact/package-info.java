/** The names of a model's files, and of the inputs and outputs of a compiled graph, on which the stages agree. */
@NullMarked
package ai.magibu.embedding.internal.artifact;

import org.jspecify.annotations.NullMarked;
