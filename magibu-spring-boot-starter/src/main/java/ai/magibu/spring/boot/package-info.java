/**
 * Magibu in a Spring Boot application: one dependency and {@code magibu.embedding.model} give a {@link
 * ai.magibu.embedding.MagibuEmbedder} bean. With {@code magibu-langchain4j} on the class path, LangChain4j's {@code EmbeddingModel} and
 * {@code TokenCountEstimator} on it are beans too; with {@code magibu-spring-ai}, Spring AI's {@code EmbeddingModel} and {@code
 * BatchingStrategy}. {@link ai.magibu.spring.boot.MagibuProperties} lists the settings,
 * {@link ai.magibu.spring.boot.MagibuEmbedderCustomizer} is the hook for the rest.
 */
@NullMarked
package ai.magibu.spring.boot;

import org.jspecify.annotations.NullMarked;
