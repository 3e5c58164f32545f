/**
 * Magibu under Spring AI: {@link ai.magibu.springai.MagibuEmbeddingModel}, its {@link ai.magibu.springai.MagibuEmbeddingOptions},
 * and {@link ai.magibu.springai.MagibuBatchingStrategy} for vector stores.
 */
@NullMarked
package ai.magibu.springai;

import org.jspecify.annotations.NullMarked;
