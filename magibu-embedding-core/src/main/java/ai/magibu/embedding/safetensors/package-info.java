/** Step 2 of 7: weights, memory-mapped from safetensors files. */
@NullMarked
package ai.magibu.embedding.safetensors;

import org.jspecify.annotations.NullMarked;
