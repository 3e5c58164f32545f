/** The scores of the reference implementations. */
@NullMarked
package ai.magibu.evaluation.internal.metric;

import org.jspecify.annotations.NullMarked;
