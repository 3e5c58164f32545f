package ai.magibu.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class ServerSettingsTest {

    private static ServerSettings bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("magibu.server", ServerSettings.class);
    }

    @Test
    void defaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(new ServerSettings(null, null, DataSize.ofMegabytes(16), Duration.ofMinutes(2), 2048, 300_000, "default"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "model-name|''|model-name is blank",
            "api-keys|'a, ,b'|a key that is blank",
            "api-keys|''|magibu.server.api-keys is empty",
            "max-body-size|1B|max-body-size is 1B, not from 1KB to 1GB",
            "max-body-size|2GB|not from 1KB to 1GB",
            "body-timeout|0s|body-timeout is PT0S, not 1s or more",
            "max-texts|0|max-texts is 0, not 1 or more",
            "max-tokens-per-request|-1|max-tokens-per-request is -1, not 1 or more",
            "default-prompt|' '|default-prompt is blank"})
    void invalidSetting_isNamed(String name, String value, String message) {
        assertThatThrownBy(() -> bind(Map.of("magibu.server." + name, value))).rootCause().hasMessageContaining(message);
    }

    @Test
    void keys_areNotWritten() {
        assertThat(bind(Map.of("magibu.server.api-keys", "secret")).toString()).doesNotContain("secret").contains("1 keys");
    }
}
