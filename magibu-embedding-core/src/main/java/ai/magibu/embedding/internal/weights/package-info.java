/** Weight arithmetic: transposed, quantized and folded matrices, written as the graph's external data. */
@NullMarked
package ai.magibu.embedding.internal.weights;

import org.jspecify.annotations.NullMarked;
