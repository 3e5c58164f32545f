/** Compiles a checked model into an ONNX graph. Step by step: {@code EncoderGraph}. */
@NullMarked
package ai.magibu.embedding.internal.graph;

import org.jspecify.annotations.NullMarked;
