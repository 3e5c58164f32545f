package ai.magibu.spring.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/** Which models the settings name, and what their beans are called. */
public final class ModelNames {

    public static final String MODELS = MagibuProperties.PREFIX + ".models";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** A property of a named model in a file or an argument. */
    private static final Pattern WRITTEN = Pattern.compile("(?i:magibu\\.embedding\\.models)\\.?\\[?([^.\\]]+)[.\\]].*");

    /** An environment variable of a named model with a letter that the binder drops. */
    private static final Pattern INVALID_VARIABLE = Pattern.compile("(?i:MAGIBU_EMBEDDING_MODELS_)(\\w*\\W.*)");

    private ModelNames() {}

    /**
     * The names under {@code magibu.embedding.models}, in their order.
     *
     * @throws EmbedderConfigurationException if a name is invalid
     */
    public static List<String> in(Environment environment) {
        requireValidAsWritten(environment);
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

    /** Checks the names as they are written: the binder drops letters that it does not know, and "Büyük" arrives as "Byk". */
    private static void requireValidAsWritten(Environment environment) {
        if (!(environment instanceof ConfigurableEnvironment configurable)) {
            return;
        }
        for (PropertySource<?> source : configurable.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> enumerable) {
                for (String property : enumerable.getPropertyNames()) {
                    Matcher written = WRITTEN.matcher(property);
                    if (written.matches() && !NAME.matcher(written.group(1)).matches()) {
                        throw EmbedderConfigurationException.badName(written.group(1));
                    }
                    Matcher variable = INVALID_VARIABLE.matcher(property);
                    if (variable.matches()) {
                        throw EmbedderConfigurationException.badName(variable.group(1));
                    }
                }
            }
        }
    }

    /** {@code longTexts} + {@code MagibuEmbedder} for the name {@code long-texts}. */
    public static String beanName(String name, String topLevelBeanName) {
        List<String> words = new ArrayList<>(List.of(name.split("-")));
        words.add(topLevelBeanName);
        StringBuilder bean = new StringBuilder(words.remove(0));
        for (String word : words) {
            bean.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return bean.toString();
    }
}
