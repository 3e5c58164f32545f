package ai.magibu.spring.boot.autoconfigure;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.spring.boot.MagibuProperties;
import ai.magibu.spring.boot.MagibuProperties.Model;
import ai.magibu.spring.boot.ModelSettings;
import ai.magibu.spring.boot.model.EmbedderBeans;
import ai.magibu.springai.MagibuBatchingStrategy;
import ai.magibu.springai.MagibuEmbeddingModel;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationConvention;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Spring AI's {@link EmbeddingModel} and {@link BatchingStrategy} on each {@link MagibuEmbedder}, where {@code magibu-spring-ai} is
 * on the class path and {@code spring.ai.model.embedding} is {@code magibu} or not set. Those of the top-level model back off for a
 * bean of that type of the application's own.
 *
 * <p>Comes early, because each vector store's auto-configuration brings a batching strategy that counts another model's tokens,
 * unless there is one already.
 */
@AutoConfiguration(after = MagibuAutoConfiguration.class)
@AutoConfigureOrder(MagibuSpringAiAutoConfiguration.BEFORE_VECTOR_STORES)
@ConditionalOnClass({EmbeddingModel.class, MagibuEmbeddingModel.class})
@ConditionalOnBooleanProperty(name = "magibu.embedding.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "spring.ai.model.embedding", havingValue = "magibu", matchIfMissing = true)
@Conditional(RequiredVersion.OfSpringAi.class)
@EnableConfigurationProperties(MagibuProperties.class)
@Import(MagibuSpringAiAutoConfiguration.NamedAdapters.class)
public final class MagibuSpringAiAutoConfiguration {

    /** Theirs is the default order, 0. */
    static final int BEFORE_VECTOR_STORES = -100;

    /** Named for its framework, because others have an interface of that name too. */
    static final String MODEL = "magibuSpringAiEmbeddingModel";

    static final String BATCHING_STRATEGY = "magibuBatchingStrategy";
    private static final String ADAPTERS = "magibuSpringAiAdapters";

    MagibuSpringAiAutoConfiguration() {}

    @Bean(ADAPTERS)
    SpringAiAdapters magibuSpringAiAdapters(
            EmbedderBeans embedders,
            MagibuProperties properties,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<EmbeddingModelObservationConvention> convention) {
        return new SpringAiAdapters(embedders, properties, observations, convention);
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(TopLevelModelCondition.class)
    @ConditionalOnSingleCandidate(MagibuEmbedder.class)
    static class TopLevelAdapters {

        @Bean(MODEL)
        @ConditionalOnMissingBean(EmbeddingModel.class)
        MagibuEmbeddingModel magibuSpringAiEmbeddingModel(SpringAiAdapters adapters) {
            return adapters.embeddingModel(null);
        }

        @Bean(BATCHING_STRATEGY)
        @ConditionalOnBean(name = MODEL)
        @ConditionalOnMissingBean(BatchingStrategy.class)
        MagibuBatchingStrategy magibuBatchingStrategy(SpringAiAdapters adapters) {
            return adapters.batchingStrategy(null);
        }
    }

    static final class NamedAdapters extends NamedModelRegistrar {

        NamedAdapters(Environment environment) {
            super(environment);
        }

        @Override
        void register(String name, BeanDefinitionRegistry registry) {
            register(name, MODEL, MagibuEmbeddingModel.class, ADAPTERS, "embeddingModel", registry, name);
            register(name, BATCHING_STRATEGY, MagibuBatchingStrategy.class, ADAPTERS, "batchingStrategy", registry, name);
        }
    }

    /** Creates the beans of one model. */
    record SpringAiAdapters(
            EmbedderBeans embedders,
            MagibuProperties properties,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<EmbeddingModelObservationConvention> convention) {

        MagibuEmbeddingModel embeddingModel(@Nullable String name) {
            ModelSettings settings = properties.settings(name);
            MagibuEmbeddingModel.Builder builder = MagibuEmbeddingModel.builder();
            if (settings.is(Model::lazy, MagibuProperties::lazy)) {
                builder.embedder(() -> embedders.get(name));
            } else {
                builder.embedder(embedders.get(name));
            }
            settings.apply("model", Model::model, MagibuProperties::model, model -> builder.modelName(settings.modelName()));
            observations.ifUnique(builder::observationRegistry);
            convention.ifUnique(builder::observationConvention);
            settings.apply("default-prompt", Model::defaultPrompt, MagibuProperties::defaultPrompt,
                    prompt -> builder.defaultPrompt(Prompt.parse(prompt)));
            settings.apply("document-prompt", Model::documentPrompt, MagibuProperties::documentPrompt,
                    prompt -> builder.documentPrompt(Prompt.parse(prompt)));
            return builder.build();
        }

        /** For a model of its own, because the application may define another embedding model. */
        MagibuBatchingStrategy batchingStrategy(@Nullable String name) {
            return new MagibuBatchingStrategy(embeddingModel(name));
        }
    }
}
