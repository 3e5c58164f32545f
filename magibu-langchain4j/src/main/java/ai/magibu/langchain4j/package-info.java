/**
 * Magibu under LangChain4j: {@link ai.magibu.langchain4j.MagibuEmbeddingModel}, {@link
 * ai.magibu.langchain4j.MagibuTokenCountEstimator} and {@link ai.magibu.langchain4j.MagibuIngestor}; for Turkish texts {@link
 * ai.magibu.langchain4j.TurkishSentenceSplitter} and {@link ai.magibu.langchain4j.TurkishTextRetriever}.
 *
 * <p>There is no {@code EmbeddingModelFactory} service here: LangChain4j refuses to choose between two such services, so one in
 * this jar would break every application that has another. Pass the model explicitly.
 */
@NullMarked
package ai.magibu.langchain4j;

import org.jspecify.annotations.NullMarked;
