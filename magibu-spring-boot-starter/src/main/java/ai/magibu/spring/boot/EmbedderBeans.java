package ai.magibu.spring.boot;

import ai.magibu.embedding.MagibuEmbedder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/** The context's embedders. */
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
     * Returns a model's embedder and loads it if that has not been done.
     *
     * @param name the model's name under {@code magibu.embedding.models}; null for the top-level one or the application's own
     */
    MagibuEmbedder get(@Nullable String name) {
        return name == null
                ? beanFactory.getBean(MagibuEmbedder.class)
                : beanFactory.getBean(ModelNames.beanName(name, MagibuAutoConfiguration.EMBEDDER), MagibuEmbedder.class);
    }

    /**
     * Returns each embedder by its model's name in metrics, and the application's own by its bean's name. A supplier returns null
     * until the embedder is loaded, and does not load it.
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

    /** Each embedder's check, by the model's name in metrics. */
    Map<String, EmbedderCheck> checks(LastOutcomes outcomes) {
        Map<String, EmbedderCheck> checks = new LinkedHashMap<>();
        byModel().forEach((model, embedder) -> checks.put(model, new EmbedderCheck(embedder, () -> outcomes.failed(model))));
        return checks;
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
