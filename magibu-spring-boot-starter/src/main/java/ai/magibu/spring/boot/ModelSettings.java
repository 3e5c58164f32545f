package ai.magibu.spring.boot;

import ai.magibu.spring.boot.MagibuProperties.Model;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * One model's settings: its own, and the top-level ones for all that it leaves out. A rejected setting is reported under the property
 * that the user wrote.
 *
 * @param name the model's name under {@code magibu.embedding.models}; null for the top-level model
 * @param own its own settings; null for the top-level model, and for a model without any
 * @param top the top-level settings
 */
public record ModelSettings(@Nullable String name, @Nullable Model own, MagibuProperties top) {

    /** {@code owner/name@revision}. */
    private static final Pattern HUB_REVISION = Pattern.compile("^([^/@\\\\]+/[^/@\\\\]+)@.+$");

    /** The setting's value; null if neither level has it. */
    public <T> @Nullable T get(Function<Model, @Nullable T> setting, Function<MagibuProperties, @Nullable T> topLevel) {
        T value = own == null ? null : setting.apply(own);
        return value != null ? value : topLevel.apply(top);
    }

    /** Returns whether a setting is true. */
    public boolean is(Function<Model, @Nullable Boolean> setting, Function<MagibuProperties, Boolean> topLevel) {
        return Boolean.TRUE.equals(get(setting, topLevel));
    }

    /**
     * Passes the setting's value to its target; does nothing if the setting is left out.
     *
     * @throws InvalidConfigurationPropertyValueException if the target rejects the value as an illegal argument; Spring Boot
     *     reports this exception with the property, its value and where it was set
     */
    public <T> void apply(
            String key, Function<Model, @Nullable T> setting, Function<MagibuProperties, @Nullable T> topLevel, Consumer<T> target) {
        T value = get(setting, topLevel);
        if (value == null) {
            return;
        }
        try {
            target.accept(value);
        } catch (IllegalArgumentException rejected) {
            throw new InvalidConfigurationPropertyValueException(property(key, setting), value, rejected.getMessage(), rejected);
        }
    }

    /** The property that the setting's value comes from: the model's own if it is set, otherwise the top-level one. */
    public String property(String key, Function<Model, ? extends @Nullable Object> setting) {
        return (own != null && setting.apply(own) != null ? prefix() : MagibuProperties.PREFIX) + "." + key;
    }

    /**
     * Returns the model's name in metrics and traces: its name, or for the top-level one the last part of {@code magibu.embedding.model}
     * ({@code embeddingmagibu-200m}, whatever the folder or the owner on the hub).
     */
    public String displayName() {
        return name != null ? name : modelName();
    }

    /** The last part of the model's folder, or of its id on the hub without the revision, which may have slashes. */
    public String modelName() {
        String model = HUB_REVISION.matcher(Objects.requireNonNull(get(Model::model, MagibuProperties::model))).replaceFirst("$1");
        String[] parts = model.split("[/\\\\]+");
        return parts.length == 0 ? model : parts[parts.length - 1];
    }

    /** The prefix of its own settings. */
    public String prefix() {
        return name == null ? MagibuProperties.PREFIX : MagibuProperties.PREFIX + ".models." + name;
    }
}
