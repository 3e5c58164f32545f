package ai.magibu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.it.hub.TestHub;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class EnvironmentProxiesTest {

    private static EnvironmentProxies of(String variables) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(" ")) {
            environment.put(variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        }
        return new EnvironmentProxies(environment);
    }

    private static String proxy(String variables, String address) {
        Proxy proxy = of(variables).select(URI.create(address)).get(0);
        return proxy.type() == Proxy.Type.DIRECT
                ? "direct"
                : ((InetSocketAddress) proxy.address()).getHostString() + ":" + ((InetSocketAddress) proxy.address()).getPort();
    }

    @ParameterizedTest
    @CsvSource({
            "HTTPS_PROXY=http://p:8080, https://hub.example/x, p:8080",
            "https_proxy=p:8080, https://hub.example/x, p:8080",
            "https_proxy=http://a:1 HTTPS_PROXY=http://b:2, https://hub.example/x, a:1",
            "HTTPS_PROXY=http://p, https://hub.example/x, p:80",
            "HTTP_PROXY=http://p:8080, https://hub.example/x, direct",
            "HTTP_PROXY=http://p:8080, http://hub.example/x, p:8080",
            "ALL_PROXY=http://p:8080, https://hub.example/x, p:8080",
            "HTTPS_PROXY= ALL_PROXY=, https://hub.example/x, direct",
            "HTTPS_PROXY=http://p:1 NO_PROXY=hub.example, https://hub.example/x, direct",
            "HTTPS_PROXY=http://p:1 NO_PROXY=example, https://hub.example/x, direct",
            "HTTPS_PROXY=http://p:1 NO_PROXY=.example, https://HUB.EXAMPLE/x, direct",
            "HTTPS_PROXY=http://p:1 NO_PROXY=*.example, https://hub.example/x, direct",
            "HTTPS_PROXY=http://p:1 NO_PROXY=ample, https://hub.example/x, p:1",
            "HTTPS_PROXY=http://p:1 NO_PROXY=*, https://hub.example/x, direct",
            "'HTTPS_PROXY=http://p:1 no_proxy=a.example,hub.example:8443', https://hub.example:8443/x, direct",
            "'HTTPS_PROXY=http://p:1 no_proxy=a.example,hub.example:8443', https://hub.example/x, p:1"
    })
    void variablesMeanWhatTheyMeanElsewhere(String variables, String address, String expected) {
        assertThat(proxy(variables, address)).isEqualTo(expected);
    }

    @Test
    void javasOwnPropertiesComeFirst() {
        System.setProperty("https.proxyHost", "java-proxy");
        System.setProperty("https.proxyPort", "3128");
        System.setProperty("http.nonProxyHosts", "inside.example");
        try {
            assertThat(proxy("HTTPS_PROXY=http://user:Secret@p:1", "https://hub.example/x")).isEqualTo("java-proxy:3128");
            assertThat(proxy("HTTPS_PROXY=http://user:Secret@p:1", "https://inside.example/x")).isEqualTo("direct");
            assertThat(of("HTTPS_PROXY=http://user:Secret@p:1").authorization(URI.create("https://hub.example/x"))).isNull();
        } finally {
            System.clearProperty("https.proxyHost");
            System.clearProperty("https.proxyPort");
            System.clearProperty("http.nonProxyHosts");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:Secret@p:443", "socks5://p:1", "http://", ":::Secret"})
    void proxyOfAnotherKindIsRejectedUnsaid(String proxy) {
        assertThatThrownBy(() -> proxy("HTTPS_PROXY=" + proxy, "https://hub.example/x"))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("HTTPS_PROXY must be http://host:port")
                .hasNoCause()
                .message()
                .doesNotContain("Secret");
    }

    /** The test's hub plays the proxy: it is asked for a host that does not exist. */
    @Test
    void modelComesThroughTheProxy(@TempDir Path cache) {
        try (TestHub proxy = new TestHub().add("owner/tiny", TestHub.COMMIT, TinyRepository.files())) {
            HubSettings settings = HubSettings.of(proxy.environment(
                    cache, "HF_ENDPOINT", "http://hub.invalid", "HTTP_PROXY", proxy.address().replace("://", "://user:Secret@"), "NO_PROXY",
                    "127.0.0.1"));

            assertThat(TinyRepository.download(new Hub(settings), "owner/tiny").commit()).isEqualTo(TestHub.COMMIT);
            assertThat(proxy.requests()).filteredOn(request -> request.path().startsWith("/owner/")).isNotEmpty().allSatisfy(request -> {
                assertThat(request.headers()).containsEntry("Host", "hub.invalid");
                assertThat(request.headers()).containsEntry("Proxy-authorization", "Basic dXNlcjpTZWNyZXQ=");
            });
            assertThat(proxy.requests()).filteredOn(request -> request.path().startsWith("/blob/")).isNotEmpty().noneMatch(
                    request -> request.headers().containsKey("Proxy-authorization"));
        }
    }
}
