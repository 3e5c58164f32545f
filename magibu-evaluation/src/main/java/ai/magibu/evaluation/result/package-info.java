/** The results of an evaluation, in memory and in files. */
@NullMarked
package ai.magibu.evaluation.result;

import org.jspecify.annotations.NullMarked;
