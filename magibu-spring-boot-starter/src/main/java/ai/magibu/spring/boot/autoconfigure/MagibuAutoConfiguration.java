package ai.magibu.spring.boot.autoconfigure;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.spring.boot.MagibuEmbedderCustomizer;
import ai.magibu.spring.boot.MagibuProperties;
import ai.magibu.spring.boot.model.EmbedderBeans;
import ai.magibu.spring.boot.model.EmbedderFactory;
import ai.magibu.spring.boot.model.ModelListener;
import ai.magibu.spring.boot.model.ShutdownDeadline;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * A {@link MagibuEmbedder} from the settings under {@code magibu.embedding}, and one more for each model under {@code
 * magibu.embedding.models}, closed with the context. The first backs off for an embedder of the application's own, and all for
 * {@code magibu.embedding.enabled=false}. Otherwise a missing {@code magibu.embedding.model} fails the start, because an application
 * without its embedder would fail later and less clearly.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "magibu.embedding.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MagibuProperties.class)
@Import(MagibuAutoConfiguration.NamedEmbedders.class)
public final class MagibuAutoConfiguration {

    static final String SHUTDOWN_DEADLINE = "magibuShutdownDeadline";
    private static final String FACTORY = "magibuEmbedderFactory";

    MagibuAutoConfiguration() {}

    @Bean(FACTORY)
    EmbedderFactory magibuEmbedderFactory(
            MagibuProperties properties,
            ObjectProvider<MagibuEmbedderCustomizer> customizers,
            ObjectProvider<ModelListener> listeners) {
        return new EmbedderFactory(properties, customizers, listeners);
    }

    @Bean
    EmbedderBeans magibuEmbedderBeans(
            ConfigurableListableBeanFactory beanFactory, Environment environment, MagibuProperties properties) {
        return new EmbedderBeans(beanFactory, environment, properties);
    }

    @Bean(SHUTDOWN_DEADLINE)
    ShutdownDeadline magibuShutdownDeadline(ApplicationContext context, EmbedderBeans embedders) {
        return new ShutdownDeadline(context, embedders);
    }

    @Bean(name = EmbedderBeans.EMBEDDER, destroyMethod = "close")
    @ConditionalOnMissingBean
    @Conditional(TopLevelModelCondition.class)
    MagibuEmbedder magibuEmbedder(EmbedderFactory factory) {
        return factory.load(null);
    }

    @Bean
    static ModelBeans magibuModelBeans(Environment environment) {
        return new ModelBeans(environment);
    }

    static final class NamedEmbedders extends NamedModelRegistrar {

        NamedEmbedders(Environment environment) {
            super(environment);
        }

        @Override
        void register(String name, BeanDefinitionRegistry registry) {
            register(name, EmbedderBeans.EMBEDDER, MagibuEmbedder.class, FACTORY, "load", registry, name).setDestroyMethodName("close");
            if (registry.containsBeanDefinition(EmbedderBeans.EMBEDDER)) {
                registry.getBeanDefinition(EmbedderBeans.EMBEDDER).setPrimary(true);
            }
        }
    }
}
