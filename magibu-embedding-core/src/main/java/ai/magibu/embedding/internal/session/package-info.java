/** A loaded model, ready to run batches: its tokenizer and its ONNX session, shared by the embedders of a process. */
@NullMarked
package ai.magibu.embedding.internal.session;

import org.jspecify.annotations.NullMarked;
