/** One protocol for each type of task: from vectors and the expected answers to scores. */
@NullMarked
package ai.magibu.evaluation.internal.protocol;

import org.jspecify.annotations.NullMarked;
