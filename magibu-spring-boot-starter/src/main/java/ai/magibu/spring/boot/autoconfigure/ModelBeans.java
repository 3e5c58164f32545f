package ai.magibu.spring.boot.autoconfigure;

import ai.magibu.spring.boot.MagibuProperties;
import ai.magibu.spring.boot.MagibuProperties.Model;
import ai.magibu.spring.boot.ModelNames;
import ai.magibu.spring.boot.model.EmbedderBeans;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Completes the definitions of all models' beans when all definitions of the context are known.
 *
 * <p>The top-level model's adapters become primary if all other beans of their type belong to named models. Next to a bean of another
 * library nothing is primary: the application has to choose, so that no text goes to a provider by accident.
 *
 * <p>A lazy model's embedder is not created before an adapter asks for it.
 */
final class ModelBeans implements BeanFactoryPostProcessor {

    private static final String LANGCHAIN4J = "dev.langchain4j.model.";
    private static final String SPRING_AI = "org.springframework.ai.embedding.";

    /** A kind of bean that each model has. */
    private record Adapter(String topLevelBean, String type) {}

    private static final List<Adapter> ADAPTERS = List.of(
            new Adapter(MagibuLangChain4jAutoConfiguration.MODEL, LANGCHAIN4J + "embedding.EmbeddingModel"),
            new Adapter(MagibuLangChain4jAutoConfiguration.ESTIMATOR, LANGCHAIN4J + "TokenCountEstimator"),
            new Adapter(MagibuSpringAiAutoConfiguration.MODEL, SPRING_AI + "EmbeddingModel"),
            new Adapter(MagibuSpringAiAutoConfiguration.BATCHING_STRATEGY, SPRING_AI + "BatchingStrategy"));

    private final Environment environment;

    ModelBeans(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        List<String> names = ModelNames.in(environment);
        for (Adapter adapter : ADAPTERS) {
            if (ClassUtils.isPresent(adapter.type, beanFactory.getBeanClassLoader())) {
                Class<?> type = ClassUtils.resolveClassName(adapter.type, beanFactory.getBeanClassLoader());
                makePrimary(adapter, type, names, beanFactory);
            }
        }
        MagibuProperties properties = Binder.get(environment).bindOrCreate(MagibuProperties.PREFIX, MagibuProperties.class);
        Stream.concat(Stream.of((String) null), names.stream()).forEach(name -> {
            String embedder = beanName(name, EmbedderBeans.EMBEDDER);
            if (beanFactory.containsBeanDefinition(embedder)) {
                if (properties.settings(name).is(Model::lazy, MagibuProperties::lazy)) {
                    beanFactory.getBeanDefinition(embedder).setLazyInit(true);
                }
                beanFactory.registerDependentBean(MagibuAutoConfiguration.SHUTDOWN_DEADLINE, embedder); // so it is destroyed later
                // The adapters look their embedder up, so Spring does not know that they and their users are destroyed first.
                ADAPTERS.forEach(
                        adapter -> beanFactory.registerDependentBean(embedder, beanName(name, adapter.topLevelBean)));
            }
        });
    }

    private static void makePrimary(
            Adapter adapter, Class<?> type, List<String> names, ConfigurableListableBeanFactory beanFactory) {
        List<String> siblings = names.stream().map(name -> ModelNames.beanName(name, adapter.topLevelBean)).toList();
        List<String> others = Arrays.stream(beanFactory.getBeanNamesForType(type, true, false))
                .filter(bean -> !bean.equals(adapter.topLevelBean))
                .toList();
        if (beanFactory.containsBeanDefinition(adapter.topLevelBean) && siblings.containsAll(others)) {
            beanFactory.getBeanDefinition(adapter.topLevelBean).setPrimary(true);
        }
    }

    private static String beanName(@Nullable String name, String topLevelBean) {
        return name == null ? topLevelBean : ModelNames.beanName(name, topLevelBean);
    }
}
