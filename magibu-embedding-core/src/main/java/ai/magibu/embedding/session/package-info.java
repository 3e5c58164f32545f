/** Step 6 of 8: a loaded graph on a device. The only package that knows DJL's engine and ONNX Runtime. */
@NullMarked
package ai.magibu.embedding.session;

import org.jspecify.annotations.NullMarked;
