/** Loads the native libraries of the tokenizer and of ONNX Runtime from folders that no other user can write. */
@NullMarked
package ai.magibu.embedding.internal.natives;

import org.jspecify.annotations.NullMarked;
