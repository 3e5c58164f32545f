/**
 * Sentence embeddings of a SentenceTransformers model with a Gemma3 backbone, on ONNX Runtime. {@link
 * ai.magibu.embedding.MagibuEmbedder} is the entry point. Its parameters and results are in {@code api} and {@code source}. {@code text}
 * divides Turkish texts into sentences and chunks. The {@code internal} packages may change in any release.
 */
@NullMarked
package ai.magibu.embedding;

import org.jspecify.annotations.NullMarked;
