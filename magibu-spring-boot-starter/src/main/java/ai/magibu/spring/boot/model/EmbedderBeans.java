package ai.magibu.spring.boot.model;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.spring.boot.MagibuProperties;
import ai.magibu.spring.boot.ModelNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/** Finds the embedders of an application context. */
public final class EmbedderBeans {

    /** The bean name of the top-level model's embedder. */
    public static final String EMBEDDER = "magibuEmbedder";

    private final ConfigurableListableBeanFactory beanFactory;
    private final Environment environment;
    private final MagibuProperties properties;

    public EmbedderBeans(ConfigurableListableBeanFactory beanFactory, Environment environment, MagibuProperties properties) {
        this.beanFactory = beanFactory;
        this.environment = environment;
        this.properties = properties;
    }

    /**
     * Returns a model's embedder and loads it if that has not been done.
     *
     * @param name the model's name under {@code magibu.embedding.models}; null for the top-level one or the application's own
     */
    public MagibuEmbedder get(@Nullable String name) {
        return name == null
                ? beanFactory.getBean(MagibuEmbedder.class)
                : beanFactory.getBean(ModelNames.beanName(name, EMBEDDER), MagibuEmbedder.class);
    }

    /**
     * Returns each embedder by its model's name in metrics, and the application's own by its bean's name. A supplier returns null
     * until the embedder is loaded, and does not load it.
     */
    public Map<String, Supplier<@Nullable MagibuEmbedder>> byModel() {
        Map<String, Supplier<@Nullable MagibuEmbedder>> embedders = new LinkedHashMap<>();
        for (String bean : beanFactory.getBeanNamesForType(MagibuEmbedder.class, true, false)) {
            embedders.put(model(bean), () -> beanFactory.containsSingleton(bean)
                    ? beanFactory.getBean(bean, MagibuEmbedder.class)
                    : null);
        }
        return embedders;
    }

    private String model(String bean) {
        if (bean.equals(EMBEDDER) && properties.model() != null) {
            return properties.settings(null).displayName();
        }
        return ModelNames.in(environment).stream()
                .filter(name -> ModelNames.beanName(name, EMBEDDER).equals(bean))
                .findFirst()
                .orElse(bean);
    }
}
