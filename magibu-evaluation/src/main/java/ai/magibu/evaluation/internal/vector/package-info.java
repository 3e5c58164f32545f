/** Tables of float32 vectors, in memory or in mapped files. */
@NullMarked
package ai.magibu.evaluation.internal.vector;

import org.jspecify.annotations.NullMarked;
