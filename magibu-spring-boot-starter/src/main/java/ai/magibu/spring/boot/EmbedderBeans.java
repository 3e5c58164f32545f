package ai.magibu.spring.boot;

import ai.magibu.embedding.MagibuEmbedder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/** The context's embedders, looked at without loading a lazy one. */
final class EmbedderBeans {

    private final ConfigurableListableBeanFactory beanFactory;
    private final Environment environment;
    private final MagibuProperties properties;

    EmbedderBeans(ConfigurableListableBeanFactory beanFactory, Environment environment, MagibuProperties properties) {
        this.beanFactory = beanFactory;
        this.environment = environment;
        this.properties = properties;
    }

    /**
     * Each embedder by what metrics call its model; one of the application's own by its bean's name. A supplier gives null as long
     * as the embedder is not loaded.
     */
    Map<String, Supplier<@Nullable MagibuEmbedder>> byModel() {
        Map<String, Supplier<@Nullable MagibuEmbedder>> embedders = new LinkedHashMap<>();
        for (String bean : beanFactory.getBeanNamesForType(MagibuEmbedder.class, true, false)) {
            embedders.put(model(bean), () -> beanFactory.containsSingleton(bean)
                    ? beanFactory.getBean(bean, MagibuEmbedder.class)
                    : null);
        }
        return embedders;
    }

    private String model(String bean) {
        if (bean.equals(MagibuAutoConfiguration.EMBEDDER) && properties.model() != null) {
            return properties.settings(null).displayName();
        }
        return ModelNames.in(environment).stream()
                .filter(name -> ModelNames.beanName(name, MagibuAutoConfiguration.EMBEDDER).equals(bean))
                .findFirst()
                .orElse(bean);
    }
}
