/** Runs a task: from its data to its result. */
@NullMarked
package ai.magibu.evaluation.internal.score;

import org.jspecify.annotations.NullMarked;
