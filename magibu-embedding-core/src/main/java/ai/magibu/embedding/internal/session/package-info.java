/** A loaded graph on a device. The only package that knows ONNX Runtime. */
@NullMarked
package ai.magibu.embedding.internal.session;

import org.jspecify.annotations.NullMarked;
