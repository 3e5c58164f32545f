/**
 * Magibu under Spring AI: {@link ai.magibu.springai.MagibuEmbeddingModel}, its {@link ai.magibu.springai.MagibuEmbeddingOptions},
 * {@link ai.magibu.springai.MagibuBatchingStrategy} for vector stores, and {@link
 * ai.magibu.springai.TurkishSentenceTextSplitter}.
 */
@NullMarked
package ai.magibu.springai;

import org.jspecify.annotations.NullMarked;
