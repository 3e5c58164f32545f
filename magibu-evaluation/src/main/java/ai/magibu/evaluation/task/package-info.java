/** The tasks of a benchmark: what is read, how it is sampled and which score counts. */
@NullMarked
package ai.magibu.evaluation.task;

import org.jspecify.annotations.NullMarked;
