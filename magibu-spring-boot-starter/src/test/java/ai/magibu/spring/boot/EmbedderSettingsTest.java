package ai.magibu.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.EmbedderSettings;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Every setting of the embedder is a setting of the starter, and arrives under its own name. */
class EmbedderSettingsTest {

    private static final List<RecordComponent> SETTINGS = Arrays.asList(EmbedderSettings.class.getRecordComponents());

    /** No default, and no value twice. */
    private static final Map<String, String> OTHERS = Map.of(
            "model", "/models/x",
            "device", "cuda:3",
            "precision", "BF16",
            "tf32", "true",
            "memoryArena", "false",
            "onTooLong", "FAIL",
            "cacheDirectory", "/caches/x",
            "closeTimeout", "PT1M17S");

    private static String value(RecordComponent setting) {
        return setting.getType() == Integer.class
                ? String.valueOf(1_000 + SETTINGS.indexOf(setting))
                : OTHERS.getOrDefault(setting.getName(), "false");
    }

    private static String key(RecordComponent setting) {
        return setting.getName().replaceAll("[A-Z]", "-$0").toLowerCase(java.util.Locale.ROOT);
    }

    private static Map<String, String> values(EmbedderSettings settings) {
        return SETTINGS.stream().collect(Collectors.toMap(RecordComponent::getName, setting -> {
            try {
                return String.valueOf(setting.getAccessor().invoke(settings));
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "models.fast."})
    void everySetting_arrivesUnderItsName(String level) {
        Map<String, String> environment = new HashMap<>(Map.of("magibu.embedding.models.fast.warm-up", "true"));
        SETTINGS.forEach(setting -> environment.put("magibu.embedding." + level + key(setting), value(setting)));
        MagibuProperties properties =
                new Binder(new MapConfigurationPropertySource(environment)).bind(MagibuProperties.PREFIX, MagibuProperties.class).get();

        for (String name : level.isEmpty() ? Stream.of((String) null, "fast").toList() : List.of("fast")) { // fast inherits all
            EmbedderSettings.Builder builder = EmbedderSettings.builder();
            properties.apply(properties.settings(name), builder);
            assertThat(values(builder.build()))
                    .isEqualTo(SETTINGS.stream().collect(Collectors.toMap(RecordComponent::getName, EmbedderSettingsTest::value)));
        }
    }
}
