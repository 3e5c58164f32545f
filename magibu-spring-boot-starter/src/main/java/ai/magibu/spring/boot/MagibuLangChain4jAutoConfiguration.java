package ai.magibu.spring.boot;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.langchain4j.MagibuEmbeddingModel;
import ai.magibu.langchain4j.MagibuTokenCountEstimator;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * LangChain4j's {@link EmbeddingModel} and {@link TokenCountEstimator} on the {@link MagibuEmbedder}, where {@code
 * magibu-langchain4j} is on the class path. Each backs off for a bean of that type of the application's own.
 */
@AutoConfiguration(after = MagibuAutoConfiguration.class)
@ConditionalOnClass({EmbeddingModel.class, MagibuEmbeddingModel.class})
@ConditionalOnBooleanProperty(name = "magibu.embedding.enabled", matchIfMissing = true)
@ConditionalOnSingleCandidate(MagibuEmbedder.class)
@EnableConfigurationProperties(MagibuProperties.class)
public final class MagibuLangChain4jAutoConfiguration {

    MagibuLangChain4jAutoConfiguration() {}

    /** Named for its framework, because others have an interface of that name too. Notifies every listener bean. */
    @Bean
    @ConditionalOnMissingBean(EmbeddingModel.class)
    MagibuEmbeddingModel magibuEmbeddingModel(
            MagibuEmbedder embedder, MagibuProperties properties, ObjectProvider<EmbeddingModelListener> listeners) {
        MagibuEmbeddingModel model = MagibuEmbeddingModel.builder()
                .embedder(embedder)
                .listeners(listeners.orderedStream().toList())
                .build();
        return Settings.convert(
                "default-prompt", properties.defaultPrompt(), prompt -> model.withDefaultPrompt(Prompt.parse(prompt)));
    }

    /**
     * Counts with the document prompt: splitting documents is what LangChain4j's estimator is for next to an embedding model, and
     * a segment that fits with that prompt fits without it.
     */
    @Bean
    @ConditionalOnMissingBean(TokenCountEstimator.class)
    MagibuTokenCountEstimator magibuTokenCountEstimator(MagibuEmbedder embedder) {
        return new MagibuTokenCountEstimator(embedder, Prompt.DOCUMENT);
    }
}
