/** Step 7 of 7: which texts go through the model together. */
@NullMarked
package ai.magibu.embedding.batch;

import org.jspecify.annotations.NullMarked;
