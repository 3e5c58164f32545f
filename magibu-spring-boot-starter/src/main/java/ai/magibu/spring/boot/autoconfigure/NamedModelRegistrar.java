package ai.magibu.spring.boot.autoconfigure;

import ai.magibu.spring.boot.ModelNames;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Registers the beans of each model under {@code magibu.embedding.models}, with its name as their qualifier. */
abstract class NamedModelRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;

    NamedModelRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public final void registerBeanDefinitions(AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
        for (String name : ModelNames.in(environment)) {
            register(name, registry);
        }
    }

    abstract void register(String name, BeanDefinitionRegistry registry);

    /**
     * Registers one bean, unless the application has one of that name.
     *
     * @param topLevelBean the bean name for the top-level model
     * @param factory the bean with the factory method
     * @param arguments the first arguments of the factory method
     */
    static RootBeanDefinition register(
            String name,
            String topLevelBean,
            Class<?> type,
            String factory,
            String method,
            BeanDefinitionRegistry registry,
            Object... arguments) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(type);
        definition.setFactoryBeanName(factory);
        definition.setFactoryMethodName(method);
        for (int i = 0; i < arguments.length; i++) {
            definition.getConstructorArgumentValues().addIndexedArgumentValue(i, arguments[i]);
        }
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        String beanName = ModelNames.beanName(name, topLevelBean);
        if (!registry.containsBeanDefinition(beanName)) {
            registry.registerBeanDefinition(beanName, definition);
        }
        return definition;
    }
}
