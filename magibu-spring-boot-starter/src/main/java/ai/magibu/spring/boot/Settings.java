package ai.magibu.spring.boot;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Hands settings on, so that one that is refused is reported under the name the user wrote it by. */
final class Settings {

    private Settings() {}

    /** Gives the setting's value to what takes it; does nothing for a setting that is left out. */
    static <T> void apply(String name, @Nullable T value, Consumer<T> target) {
        if (value != null) {
            convert(name, value, accepted -> {
                target.accept(accepted);
                return accepted;
            });
        }
    }

    /**
     * What the function makes of the setting's value.
     *
     * @throws InvalidConfigurationPropertyValueException if the function refuses the value as an illegal argument; Spring Boot
     *     reports this exception with the property, its value and where it was set
     */
    static <T, R> R convert(String name, T value, Function<T, R> function) {
        try {
            return function.apply(value);
        } catch (IllegalArgumentException refused) {
            throw new InvalidConfigurationPropertyValueException(
                    "magibu.embedding." + name, value, refused.getMessage(), refused);
        }
    }
}
