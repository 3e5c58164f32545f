/** A published model's weights, in the order that oneDNN's kernels read. */
@NullMarked
package ai.magibu.onednn.internal.weights;

import org.jspecify.annotations.NullMarked;
