/** Confidence intervals of scores and of their differences. */
@NullMarked
package ai.magibu.evaluation.stats;

import org.jspecify.annotations.NullMarked;
