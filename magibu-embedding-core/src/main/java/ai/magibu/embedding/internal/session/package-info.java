/**
 * A loaded model, ready to run batches: its tokenizer and its session, on ONNX Runtime or on the engine of an optional module, shared
 * by the embedders of a process.
 */
@NullMarked
package ai.magibu.embedding.internal.session;

import org.jspecify.annotations.NullMarked;
