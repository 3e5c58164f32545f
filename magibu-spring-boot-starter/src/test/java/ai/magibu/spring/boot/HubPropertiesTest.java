package ai.magibu.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.hub.HubSettings;
import ai.magibu.spring.boot.MagibuProperties.Hub;
import ai.magibu.spring.boot.autoconfigure.MagibuAutoConfiguration;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Settings of the Hugging Face hub from Spring's environment. */
@Tag("locale")
class HubPropertiesTest {

    @TempDir
    private Path folder;

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MagibuAutoConfiguration.class))
            .withPropertyValues("magibu.embedding.model=owner/name");

    @Test
    void token_isSentToTheEndpoint() throws Exception {
        List<String> tokens = new CopyOnWriteArrayList<>();
        HttpServer hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/", exchange -> {
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        hub.start();
        try {
            application.withPropertyValues(
                    "magibu.embedding.hub.endpoint=http://127.0.0.1:" + hub.getAddress().getPort(),
                    "magibu.embedding.hub.token=hf_secret",
                    "magibu.embedding.hub.cache=" + folder)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(ModelSourceException.class)
                            .hasMessageNotContaining("hf_secret"));
        } finally {
            hub.stop(0);
        }
        assertThat(tokens).isNotEmpty().containsOnly("Bearer hf_secret");
    }

    @Test
    void offline_asksNobody_andLooksIntoTheCacheThatIsSet() {
        application.withPropertyValues("magibu.embedding.hub.offline=true", "magibu.embedding.hub.cache=" + folder)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(
                                ModelSourceException.class,
                                failure -> assertThat(failure.reason()).isEqualTo(ModelSourceException.Reason.OFFLINE))
                        .hasMessageContaining(folder.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "ftp://mirror", "https://user:secret@mirror"})
    void endpointThatIsInvalid_isRejected_withoutItsValue(String endpoint) {
        application.withPropertyValues("magibu.embedding.hub.endpoint=" + endpoint).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(EmbedderConfigurationException.class)
                .hasMessageContaining("magibu.embedding.hub.endpoint")
                .hasMessageNotContaining("secret"));
    }

    @Test
    void settings_haveWhatIsSet_andTheirTextHasNoToken() {
        Hub hub = new Hub("hf_secret", "https://mirror.example/hf", folder.toString(), true);
        HubSettings settings = hub.settings();

        assertThat(settings.endpoint()).isEqualTo(URI.create("https://mirror.example/hf"));
        assertThat(settings.cacheDirectory()).isEqualTo(folder);
        assertThat(settings.offline()).isTrue();
        assertThat(new Hub(null, null, null, false).settings().offline()).isFalse();
        assertThat(hub.toString()).doesNotContain("hf_secret");
    }
}
