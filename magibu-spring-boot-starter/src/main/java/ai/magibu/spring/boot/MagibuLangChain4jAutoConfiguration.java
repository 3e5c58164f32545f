package ai.magibu.spring.boot;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.langchain4j.MagibuEmbeddingModel;
import ai.magibu.langchain4j.MagibuTokenCountEstimator;
import ai.magibu.spring.boot.MagibuProperties.Model;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * LangChain4j's {@link EmbeddingModel} and {@link TokenCountEstimator} on each {@link MagibuEmbedder}, where {@code
 * magibu-langchain4j} is on the class path. Those of the top-level model back off for a bean of that type of the application's own.
 */
@AutoConfiguration(after = MagibuAutoConfiguration.class)
@ConditionalOnClass({EmbeddingModel.class, MagibuEmbeddingModel.class})
@ConditionalOnBooleanProperty(name = "magibu.embedding.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MagibuProperties.class)
@Import(MagibuLangChain4jAutoConfiguration.NamedAdapters.class)
public final class MagibuLangChain4jAutoConfiguration {

    /** Named for its framework, because others have an interface of that name too. */
    static final String MODEL = "magibuLangChain4jEmbeddingModel";

    static final String ESTIMATOR = "magibuTokenCountEstimator";
    private static final String ADAPTERS = "magibuLangChain4jAdapters";

    MagibuLangChain4jAutoConfiguration() {}

    @Bean(ADAPTERS)
    LangChain4jAdapters magibuLangChain4jAdapters(
            MagibuProperties properties, ObjectProvider<EmbeddingModelListener> listeners) {
        return new LangChain4jAdapters(properties, listeners);
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(TopLevelModelCondition.class)
    @ConditionalOnSingleCandidate(MagibuEmbedder.class)
    static class TopLevelAdapters {

        @Bean(MODEL)
        @ConditionalOnMissingBean(EmbeddingModel.class)
        MagibuEmbeddingModel magibuLangChain4jEmbeddingModel(LangChain4jAdapters adapters, MagibuEmbedder embedder) {
            return adapters.embeddingModel(embedder, null);
        }

        @Bean(ESTIMATOR)
        @ConditionalOnMissingBean(TokenCountEstimator.class)
        MagibuTokenCountEstimator magibuTokenCountEstimator(LangChain4jAdapters adapters, MagibuEmbedder embedder) {
            return adapters.tokenCountEstimator(embedder);
        }
    }

    static final class NamedAdapters extends NamedModelRegistrar {

        NamedAdapters(Environment environment) {
            super(environment);
        }

        @Override
        void register(String name, BeanDefinitionRegistry registry) {
            RuntimeBeanReference embedder =
                    new RuntimeBeanReference(ModelNames.beanName(name, MagibuAutoConfiguration.EMBEDDER));
            register(name, MODEL, MagibuEmbeddingModel.class, ADAPTERS, "embeddingModel", registry, embedder, name);
            register(name, ESTIMATOR, MagibuTokenCountEstimator.class, ADAPTERS, "tokenCountEstimator", registry, embedder);
        }
    }

    /** Makes them for any model. */
    static final class LangChain4jAdapters {

        private final MagibuProperties properties;
        private final ObjectProvider<EmbeddingModelListener> listeners;

        LangChain4jAdapters(MagibuProperties properties, ObjectProvider<EmbeddingModelListener> listeners) {
            this.properties = properties;
            this.listeners = listeners;
        }

        /** Notifies every listener bean. */
        MagibuEmbeddingModel embeddingModel(MagibuEmbedder embedder, @Nullable String name) {
            ModelSettings settings = properties.settings(name);
            MagibuEmbeddingModel.Builder builder = MagibuEmbeddingModel.builder()
                    .embedder(embedder)
                    .listeners(listeners.orderedStream().toList());
            settings.apply("model", Model::model, model -> builder.modelName(settings.modelName()));
            settings.apply("default-prompt", Model::defaultPrompt, prompt -> {
                embedder.acceptsTitle(Prompt.parse(prompt)); // refuses a prompt that the model does not have
                builder.defaultPrompt(Prompt.parse(prompt));
            });
            return builder.build();
        }

        /**
         * Counts with the document prompt: splitting documents is what LangChain4j's estimator is for next to an embedding model,
         * and a segment that fits with that prompt fits without it.
         */
        MagibuTokenCountEstimator tokenCountEstimator(MagibuEmbedder embedder) {
            return new MagibuTokenCountEstimator(embedder, Prompt.DOCUMENT);
        }
    }
}
