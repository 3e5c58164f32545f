/** Embeddings in bfloat16 on the CPU, on processors with AMX or AVX512-BF16. */
@NullMarked
package ai.magibu.onednn;

import org.jspecify.annotations.NullMarked;
