package ai.magibu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The environment means what it means to Python's huggingface_hub. */
@Tag("locale")
class HubSettingsTest {

    private static HubSettings of(String variables) {
        Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/ayşe"));
        for (String variable : variables == null ? new String[0] : variables.split(" ")) {
            environment.put(variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        }
        return HubSettings.of(environment);
    }

    @ParameterizedTest
    @CsvSource({
            ", /home/ayşe/.cache/huggingface/hub",
            "XDG_CACHE_HOME=/x, /x/huggingface/hub",
            "HF_HOME=/h XDG_CACHE_HOME=/x, /h/hub",
            "HF_HOME=~/h, /home/ayşe/h/hub",
            "HF_HUB_CACHE=/c HF_HOME=/h, /c",
            "HF_HUB_CACHE=~/c, /home/ayşe/c",
            "HF_HUB_CACHE=$HOME/c, /home/ayşe/c",
            "HF_HUB_CACHE=${DATA}/c DATA=/d, /d/c",
            "HF_HUB_CACHE=$UNKNOWN/c, $UNKNOWN/c",
            "HUGGINGFACE_HUB_CACHE=/old, /old",
            "HUGGINGFACE_HUB_CACHE=/old HF_HUB_CACHE=/c, /c",
            "HF_HUB_CACHE= HF_HOME=/h, /h/hub"
    })
    void cacheIsWherePythonHasIt(String variables, String cache) {
        assertThat(of(variables).cacheDirectory()).isEqualTo(Path.of(cache));
    }

    @Test
    void settingsInCodeGoBeforeTheEnvironment(@org.junit.jupiter.api.io.TempDir Path folder) {
        HubSettings settings =
                of("HF_TOKEN=hf_environment HF_HUB_DISABLE_IMPLICIT_TOKEN=1 HF_ENDPOINT=https://a.example HF_HUB_OFFLINE=1 HF_HUB_CACHE=/c")
                        .withToken("hf_code")
                        .withEndpoint("https://b.example")
                        .withOffline(false)
                        .withCacheDirectory(folder);
        assertThat(settings.token()).isEqualTo("hf_code");
        assertThat(settings.endpoint()).isEqualTo(URI.create("https://b.example"));
        assertThat(settings.offline()).isFalse();
        assertThat(settings.cacheDirectory()).isEqualTo(folder);
        assertThat(settings.toString()).doesNotContain("hf_code");
        assertThat(of("TRANSFORMERS_OFFLINE=1").withOffline(false).offline()).isFalse();
        assertThatThrownBy(() -> settings.withToken("hf code")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hf code");
        assertThatThrownBy(() -> settings.withEndpoint("nowhere")).isInstanceOf(HubException.class);
    }

    @Test
    void tokenFileThatOthersCanWriteIsRejected(@org.junit.jupiter.api.io.TempDir Path home) throws java.io.IOException {
        Path file = java.nio.file.Files.createDirectories(home.resolve(".cache/huggingface")).resolve("token");
        java.nio.file.Files.writeString(file, "hf_token");
        HubSettings settings = HubSettings.of(Map.of("HOME", home.toString()));
        assertThat(settings.token()).isEqualTo("hf_token");
        java.nio.file.Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(settings::token).isInstanceOf(HubException.class).hasMessageContaining(file + " can be written by other users");
    }

    @ParameterizedTest
    @CsvSource({
            ", https://huggingface.co",
            "HF_ENDPOINT=https://hub.example, https://hub.example",
            "HF_ENDPOINT=https://hub.example/, https://hub.example",
            "HF_ENDPOINT=http://localhost:8080/path/, http://localhost:8080/path"
    })
    void endpointIsTheHub(String variables, URI endpoint) {
        assertThat(of(variables).endpoint()).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.example", "ftp://hub.example", "https://", "https://user:Secret@hub.example",
            "https://hub.example?x=Secret", "::"})
    void endpointThatIsNoneIsRejectedUnsaid(String endpoint) {
        assertThatThrownBy(() -> of("HF_ENDPOINT=" + endpoint).endpoint())
                .isInstanceOf(HubException.class)
                .hasMessageContaining("HF_ENDPOINT")
                .hasNoCause()
                .message()
                .doesNotContain("Secret");
    }

    @ParameterizedTest
    @CsvSource({
            ", false",
            "HF_HUB_OFFLINE=1, true",
            "HF_HUB_OFFLINE=true, true",
            "HF_HUB_OFFLINE=Yes, true",
            "HF_HUB_OFFLINE=on, true",
            "HF_HUB_OFFLINE=0, false",
            "HF_HUB_OFFLINE=no, false",
            "TRANSFORMERS_OFFLINE=1, true",
            "HF_HUB_OFFLINE=0 TRANSFORMERS_OFFLINE=1, false"
    })
    void offlineIsOneOnYesOrTrue(String variables, boolean offline) {
        assertThat(of(variables).offline()).isEqualTo(offline);
    }

    @Test
    void timeoutsAreSeconds() {
        assertThat(of(null).answerTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(of("HF_HUB_ETAG_TIMEOUT=30").answerTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(of("HF_HUB_DOWNLOAD_TIMEOUT=60").stallTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThatThrownBy(() -> of("HF_HUB_DOWNLOAD_TIMEOUT=soon").stallTimeout())
                .isInstanceOf(HubException.class)
                .hasMessageContainingAll("HF_HUB_DOWNLOAD_TIMEOUT", "soon");
    }
}
