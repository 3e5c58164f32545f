/** NumPy's random numbers and the stratified split that the data sets library draws with them. */
@NullMarked
package ai.magibu.evaluation.internal.numpy;

import org.jspecify.annotations.NullMarked;
