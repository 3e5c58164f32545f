/**
 * Magibu under LangChain4j: {@link ai.magibu.langchain4j.MagibuEmbeddingModel} and {@link
 * ai.magibu.langchain4j.MagibuTokenCountEstimator}.
 *
 * <p>There is no {@code EmbeddingModelFactory} service here: LangChain4j refuses to choose between two such services, so one in
 * this jar would break every application that has another. Hand the model over explicitly.
 */
@NullMarked
package ai.magibu.langchain4j;

import org.jspecify.annotations.NullMarked;
