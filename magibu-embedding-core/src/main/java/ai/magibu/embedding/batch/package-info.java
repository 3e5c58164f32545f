/** Step 8 of 8: which texts go through the model together and when. */
@NullMarked
package ai.magibu.embedding.batch;

import org.jspecify.annotations.NullMarked;
