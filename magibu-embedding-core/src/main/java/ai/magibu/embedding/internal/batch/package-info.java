/** Decides which texts go through the model together, and when. */
@NullMarked
package ai.magibu.embedding.internal.batch;

import org.jspecify.annotations.NullMarked;
