/**
 * For the tests of applications and adapters.
 *
 * <ul>
 *   <li>{@link ai.magibu.embedding.test.TinyModel}: a model of 1.1 MB that a real {@link ai.magibu.embedding.MagibuEmbedder} loads, with
 *       the vectors that sentence-transformers computes with it.
 *   <li>{@link ai.magibu.embedding.test.NgramEncoder}: vectors without a model and without native libraries; {@link
 *       ai.magibu.embedding.test.NgramLangChain4jModel} and {@link ai.magibu.embedding.test.NgramSpringAiModel} are the embedding models
 *       of the frameworks on it.
 *   <li>{@link ai.magibu.embedding.test.EmbeddingContract}: JUnit tests that an adapter of another framework inherits.
 * </ul>
 */
@NullMarked
package ai.magibu.embedding.test;

import org.jspecify.annotations.NullMarked;
