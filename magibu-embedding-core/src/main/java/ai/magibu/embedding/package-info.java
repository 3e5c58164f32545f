/**
 * Sentence embeddings of a SentenceTransformers model with a Gemma3 backbone, on ONNX Runtime. {@link
 * ai.magibu.embedding.MagibuEmbedder} is the way in; the types it takes and gives are in {@code api} and {@code source}, and {@code text}
 * divides Turkish texts into sentences and chunks. All other packages are the stages inside and may change in any release.
 */
@NullMarked
package ai.magibu.embedding;

import org.jspecify.annotations.NullMarked;
