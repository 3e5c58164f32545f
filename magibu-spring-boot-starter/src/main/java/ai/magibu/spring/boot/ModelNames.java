package ai.magibu.spring.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Which models the settings name, and what their beans are called. */
final class ModelNames {

    static final String MODELS = MagibuProperties.PREFIX + ".models";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private ModelNames() {}

    /**
     * The names under {@code magibu.embedding.models}, in their order.
     *
     * @throws EmbedderConfigurationException for a name that cannot be one
     */
    static List<String> in(Environment environment) {
        Map<String, Object> models = Binder.get(environment)
                .bind(MODELS, Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of());
        for (String name : models.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw EmbedderConfigurationException.badName(name);
            }
        }
        return List.copyOf(models.keySet());
    }

    /** {@code longTexts} + {@code MagibuEmbedder} for the name {@code long-texts}. */
    static String beanName(String name, String topLevelBeanName) {
        List<String> words = new ArrayList<>(List.of(name.split("-")));
        words.add(topLevelBeanName);
        StringBuilder bean = new StringBuilder(words.remove(0));
        for (String word : words) {
            bean.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return bean.toString();
    }
}
