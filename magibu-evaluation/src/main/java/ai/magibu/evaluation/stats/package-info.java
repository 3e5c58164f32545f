/** The uncertainty of scores. */
@NullMarked
package ai.magibu.evaluation.stats;

import org.jspecify.annotations.NullMarked;
