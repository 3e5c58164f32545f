package ai.magibu.spring.boot.autoconfigure;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.langchain4j.MagibuEmbeddingModel;
import ai.magibu.langchain4j.MagibuTokenCountEstimator;
import ai.magibu.spring.boot.MagibuProperties;
import ai.magibu.spring.boot.MagibuProperties.Model;
import ai.magibu.spring.boot.ModelSettings;
import ai.magibu.spring.boot.model.EmbedderBeans;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
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
@Conditional(RequiredVersion.OfLangChain4j.class)
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
            EmbedderBeans embedders, MagibuProperties properties, ObjectProvider<EmbeddingModelListener> listeners) {
        return new LangChain4jAdapters(embedders, properties, listeners);
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(TopLevelModelCondition.class)
    @ConditionalOnSingleCandidate(MagibuEmbedder.class)
    static class TopLevelAdapters {

        @Bean(MODEL)
        @ConditionalOnMissingBean(EmbeddingModel.class)
        MagibuEmbeddingModel magibuLangChain4jEmbeddingModel(LangChain4jAdapters adapters) {
            return adapters.embeddingModel(null);
        }

        @Bean(ESTIMATOR)
        @ConditionalOnMissingBean(TokenCountEstimator.class)
        MagibuTokenCountEstimator magibuTokenCountEstimator(LangChain4jAdapters adapters) {
            return adapters.tokenCountEstimator(null);
        }
    }

    static final class NamedAdapters extends NamedModelRegistrar {

        NamedAdapters(Environment environment) {
            super(environment);
        }

        @Override
        void register(String name, BeanDefinitionRegistry registry) {
            register(name, MODEL, MagibuEmbeddingModel.class, ADAPTERS, "embeddingModel", registry, name);
            register(name, ESTIMATOR, MagibuTokenCountEstimator.class, ADAPTERS, "tokenCountEstimator", registry, name);
        }
    }

    /** Creates the beans of one model. */
    record LangChain4jAdapters(
            EmbedderBeans embedders, MagibuProperties properties, ObjectProvider<EmbeddingModelListener> listeners) {

        /** Notifies every listener bean. */
        MagibuEmbeddingModel embeddingModel(@Nullable String name) {
            ModelSettings settings = properties.settings(name);
            MagibuEmbeddingModel.Builder builder =
                    MagibuEmbeddingModel.builder().listeners(listeners.orderedStream().toList());
            if (settings.is(Model::lazy, MagibuProperties::lazy)) {
                builder.embedder(() -> embedders.get(name));
            } else {
                builder.embedder(embedders.get(name));
            }
            settings.apply("model", Model::model, MagibuProperties::model, model -> builder.modelName(settings.modelName()));
            settings.apply("default-prompt", Model::defaultPrompt, MagibuProperties::defaultPrompt,
                    prompt -> builder.defaultPrompt(Prompt.parse(prompt)));
            return builder.build();
        }

        /**
         * Counts with the document prompt: splitting documents is what LangChain4j's estimator is for next to an embedding model,
         * and a segment that fits with that prompt fits without it.
         */
        MagibuTokenCountEstimator tokenCountEstimator(@Nullable String name) {
            return properties.settings(name).is(Model::lazy, MagibuProperties::lazy)
                    ? new MagibuTokenCountEstimator(() -> embedders.get(name), Prompt.DOCUMENT)
                    : new MagibuTokenCountEstimator(embedders.get(name), Prompt.DOCUMENT);
        }
    }
}
