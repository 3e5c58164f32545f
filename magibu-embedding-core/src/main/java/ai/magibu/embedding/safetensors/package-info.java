/** Step 3 of 8: weights, memory-mapped from safetensors files. */
@NullMarked
package ai.magibu.embedding.safetensors;

import org.jspecify.annotations.NullMarked;
