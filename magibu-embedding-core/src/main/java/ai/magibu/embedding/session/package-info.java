/** Step 6 of 8: a loaded graph on a device. The only package that knows ONNX Runtime and DJL's engine for it. */
@NullMarked
package ai.magibu.embedding.session;

import org.jspecify.annotations.NullMarked;
