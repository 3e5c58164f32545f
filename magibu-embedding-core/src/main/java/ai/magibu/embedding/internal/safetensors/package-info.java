/** Memory-mapped weights of safetensors files. */
@NullMarked
package ai.magibu.embedding.internal.safetensors;

import org.jspecify.annotations.NullMarked;
