/**
 * Everything native, behind {@link ai.magibu.embedding.internal.natives.NativeTokenizer} and {@link
 * ai.magibu.embedding.internal.natives.OnnxSession}. The only package that imports DJL and ONNX Runtime. Their libraries are loaded
 * from folders that no other user can write.
 */
@NullMarked
package ai.magibu.embedding.internal.natives;

import org.jspecify.annotations.NullMarked;
