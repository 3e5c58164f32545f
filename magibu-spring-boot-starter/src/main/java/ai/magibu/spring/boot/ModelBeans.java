package ai.magibu.spring.boot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.target.LazyInitTargetSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Finishes the definitions of all models' beans, once they and those of others are known.
 *
 * <p>The top-level model's adapters become primary where all others of their type are those of its named siblings. Beside a bean of
 * someone else nothing is primary: the application has to choose, so that no text goes to a provider by accident.
 *
 * <p>Of a lazy model, the adapters become proxies that make the adapter, and with it the embedder, at the first call.
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

    /** The interfaces of the adapters, of which not all need be on the class path. */
    static List<String> adapterTypes() {
        return ADAPTERS.stream().map(Adapter::type).toList();
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
        Stream.concat(Stream.of((String) null), names.stream())
                .filter(name -> properties.settings(name).is(MagibuProperties.Model::lazy))
                .forEach(name -> makeLazy(name, beanFactory));
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

    private static void makeLazy(@Nullable String name, ConfigurableListableBeanFactory beanFactory) {
        String embedder = beanName(name, MagibuAutoConfiguration.EMBEDDER);
        if (beanFactory.containsBeanDefinition(embedder)) {
            beanFactory.getBeanDefinition(embedder).setLazyInit(true);
        }
        for (Adapter adapter : ADAPTERS) {
            String bean = beanName(name, adapter.topLevelBean);
            if (beanFactory.containsBeanDefinition(bean)) {
                Class<?> type = ClassUtils.resolveClassName(adapter.type, beanFactory.getBeanClassLoader());
                putProxyBefore(bean, type, beanFactory);
            }
        }
    }

    private static String beanName(@Nullable String name, String topLevelBean) {
        return name == null ? topLevelBean : ModelNames.beanName(name, topLevelBean);
    }

    private static void putProxyBefore(String bean, Class<?> type, ConfigurableListableBeanFactory beanFactory) {
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beanFactory;
        AbstractBeanDefinition target = (AbstractBeanDefinition) beanFactory.getBeanDefinition(bean);
        String targetBean = ScopedProxyUtils.getTargetBeanName(bean); // a name that Spring knows to be behind a proxy
        if (beanFactory.containsBeanDefinition(targetBean)) {
            return; // these are the definitions that ahead-of-time processing wrote after this ran there
        }
        RootBeanDefinition proxy = new RootBeanDefinition(ModelBeans.class);
        proxy.setTargetType(type);
        proxy.setFactoryMethodName("lazily");
        proxy.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
        proxy.getConstructorArgumentValues().addIndexedArgumentValue(0, type);
        proxy.getConstructorArgumentValues().addIndexedArgumentValue(1, targetBean);
        proxy.setPrimary(target.isPrimary());
        for (AutowireCandidateQualifier qualifier : target.getQualifiers()) {
            proxy.addQualifier(qualifier);
        }
        target.setPrimary(false);
        target.setAutowireCandidate(false);
        target.setLazyInit(true);
        registry.removeBeanDefinition(bean);
        registry.registerBeanDefinition(bean, proxy);
        registry.registerBeanDefinition(targetBean, target);
    }

    /** A proxy of that type before the bean of that name. */
    static <T> T lazily(Class<T> type, String target, BeanFactory beanFactory) {
        LazyInitTargetSource source = new LazyInitTargetSource();
        source.setTargetBeanName(target);
        source.setTargetClass(type);
        source.setBeanFactory(beanFactory);
        return type.cast(ProxyFactory.getProxy(type, source));
    }
}
