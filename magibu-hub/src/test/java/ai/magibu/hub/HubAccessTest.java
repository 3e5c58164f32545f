package ai.magibu.hub;

import static ai.magibu.it.hub.TestHub.COMMIT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.magibu.hub.HubException.Reason;
import ai.magibu.it.hub.TestHub;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Access to a model, and secrecy of the token. */
@Tag("locale")
class HubAccessTest {

    private static final String TOKEN = "hf_SecretSecretSecret";

    @TempDir
    Path cache;

    private final TestHub hub = new TestHub();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("ai.magibu");

    @BeforeEach
    void publish() {
        hub.add("owner/tiny", COMMIT, TinyRepository.files());
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.TRACE);
    }

    @AfterEach
    void stop() {
        logger.setLevel(null);
        logger.detachAppender(logged);
        hub.close();
    }

    private HubSnapshot resolve(String model, String... environment) {
        return TinyRepository.download(new Hub(HubSettings.of(hub.environment(cache, environment)).withPause(pause -> {})), model);
    }

    private HubException assertFails(Reason reason, String model, List<String> environment, String... messageParts) {
        HubException e =
                catchThrowableOfType(HubException.class, () -> resolve(model, environment.toArray(String[]::new)));
        assertThat(e).hasMessageContainingAll(messageParts);
        assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
        return e;
    }

    private void assertNobodyToldTheToken(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        assertThat(trace.toString()).doesNotContain("Secret");
        assertThat(logged.list).allSatisfy(event -> {
            assertThat(event.getFormattedMessage()).doesNotContain("Secret");
            assertThat(String.valueOf(event.getThrowableProxy())).doesNotContain("Secret");
        });
    }

    @Test
    void tokenOpensAGatedModelAndGoesToTheHubAlone() {
        hub.needToken(TOKEN);

        assertThat(resolve("owner/tiny", "HF_TOKEN", TOKEN).commit()).isEqualTo(COMMIT);
        assertThat(hub.requests()).filteredOn(request -> request.path().startsWith("/owner/")).isNotEmpty().allMatch(
                request -> ("Bearer " + TOKEN).equals(request.headers().get("Authorization")));
        assertThat(hub.requests()).filteredOn(request -> request.path().startsWith("/blob/")).hasSize(4).noneMatch(
                request -> request.headers().toString().contains(TOKEN));
        assertNobodyToldTheToken(new Throwable());
    }

    @Test
    void tokenFileServesToo() throws IOException {
        hub.needToken(TOKEN);
        Path file = Files.writeString(cache.resolve("token"), TOKEN + "\n");

        assertThat(resolve("owner/tiny", "HF_TOKEN_PATH", file.toString()).commit()).isEqualTo(COMMIT);
        assertFails(
                Reason.ACCESS, "owner/tiny@v1", List.of("HF_TOKEN_PATH", file.toString(), "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1"),
                "set HF_TOKEN");
    }

    @Test
    void noTokenNoHeader() {
        resolve("owner/tiny");

        assertThat(hub.requests()).noneMatch(request -> request.headers().containsKey("Authorization"));
    }

    @Test
    void requestsSayWhoAsksAndNoMore() {
        resolve("owner/tiny");

        assertThat(hub.requests()).allSatisfy(request -> {
            assertThat(request.headers().get("User-Agent")).matches("magibu/\\d+\\.\\d+\\.\\d+\\S*");
            assertThat(request.headers().keySet()).isSubsetOf("Host", "User-Agent", "Accept-Encoding", "Connection", "Content-Length");
        });
    }

    @Test
    void gatedModelSaysWhereToAccept() {
        hub.needToken(TOKEN);

        assertFails(Reason.ACCESS, "owner/tiny", List.of(), "gated", hub.address() + "/owner/tiny", "accept its terms", "set HF_TOKEN");
        HubException wrong =
                assertFails(Reason.ACCESS, "owner/tiny", List.of("HF_TOKEN", "hf_OtherSecret"), "gated",
                        "the one in HF_TOKEN or the token file has none");
        assertNobodyToldTheToken(wrong);
    }

    @Test
    void unknownModelMayBePrivate() {
        assertFails(
                Reason.ACCESS, "owner/no-such", List.of(), "owner/no-such", "401",
                "no folder " + Path.of("owner", "no-such").toAbsolutePath(), "HF_TOKEN");
        HubException withToken =
                assertFails(Reason.ACCESS, "owner/no-such", List.of("HF_TOKEN", TOKEN), "rejects the token", "or the model does not exist");
        assertNobodyToldTheToken(withToken);
        hub.breakHub(exchange -> {
            TestHub.error(exchange, 404, "RepoNotFound");
            return true;
        });
        assertFails(Reason.NOT_FOUND, "owner/no-such", List.of(), "has no model owner/no-such", "check the name");
    }

    @Test
    void rejectionIsQuoted() {
        hub.breakHub(exchange -> {
            exchange.getResponseHeaders().set("X-Error-Message", "Your organization forbids it.");
            TestHub.error(exchange, 403, "Forbidden");
            return true;
        });

        assertFails(Reason.ACCESS, "owner/tiny", List.of(), "403", "Your organization forbids it.", "HF_TOKEN");
    }

    @Test
    void unknownRevisionIsNamed() {
        assertFails(Reason.NOT_FOUND, "owner/tiny@v9", List.of(), "owner/tiny", "no branch, tag or commit \"v9\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hf_Secret\nEvil: x", "hf_Secret x", "hf_Secretğ", "hf_\u0000Secret"})
    void tokenThatCannotBeOneIsRejectedUnsaid(String token) {
        HubException e =
                assertFails(Reason.ACCESS, "owner/tiny", List.of("HF_TOKEN", token),
                        "HF_TOKEN contains characters that are invalid in a token");
        assertNobodyToldTheToken(e);
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void failuresOfEveryKindLeaveTheTokenUnsaid() {
        List<Consumer<TestHub>> faults = List.of(
                broken -> broken.breakHub(exchange -> {
                    exchange.sendResponseHeaders(500, -1);
                    return true;
                }),
                broken -> broken.breakHub(exchange -> {
                    exchange.getResponseHeaders().set("Location",
                            "http://127.0.0.1:1/" + exchange.getRequestHeaders().getFirst("Authorization").substring(7));
                    exchange.sendResponseHeaders(302, -1);
                    return true;
                }),
                broken -> broken.breakStorage(exchange -> {
                    exchange.sendResponseHeaders(500, -1);
                    return true;
                }),
                broken -> broken.breakHub(exchange -> {
                    exchange.close();
                    return true;
                }),
                TestHub::close);
        for (Consumer<TestHub> fault : faults) {
            hub.repair();
            fault.accept(hub);
            assertThatThrownBy(() -> resolve("owner/tiny", "HF_TOKEN", TOKEN)).satisfies(this::assertNobodyToldTheToken);
        }
    }

    @Test
    void serverThatRepeatsTheTokenIsNotQuoted() {
        String encoded = Base64.getEncoder().encodeToString(TOKEN.getBytes(UTF_8));
        String padding = "x".repeat(190 - TOKEN.length() / 2); // the cut of a long text must not leave a part of the token
        for (String said : List.of("denied for Bearer " + TOKEN, TOKEN.toUpperCase(Locale.ROOT), encoded, padding + TOKEN)) {
            for (int status : new int[] {403, 418, 429, 500}) {
                hub.repair();
                hub.breakHub(exchange -> {
                    exchange.getResponseHeaders().set("X-Error-Message", said);
                    exchange.getResponseHeaders().set("Retry-After", said);
                    exchange.sendResponseHeaders(status, -1);
                    return true;
                });
                HubException e =
                        catchThrowableOfType(HubException.class, () -> resolve("owner/tiny", "HF_TOKEN", TOKEN));
                assertThat(e).hasMessageNotContainingAny(encoded, TOKEN.substring(0, 8)).message().doesNotContainIgnoringCase(TOKEN);
                assertNobodyToldTheToken(e);
            }
        }
    }

    @Test
    void malformedAnswerThatRepeatsTheTokenIsNotQuoted() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        socket.getInputStream().read(new byte[2000]);
                        socket.getOutputStream().write(("HTTP/1.1 " + TOKEN + " " + TOKEN + "\r\n" + TOKEN + "\r\n\r\n").getBytes(UTF_8));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
            HubException e = catchThrowableOfType(
                    HubException.class,
                    () -> resolve("owner/tiny", "HF_TOKEN", TOKEN, "HF_ENDPOINT", "http://127.0.0.1:" + server.getLocalPort()));
            assertThat(e.reason()).isEqualTo(Reason.NETWORK);
            assertNobodyToldTheToken(e);
        }
    }

    @Test
    void settingsDoNotShowTheToken() {
        assertThat(HubSettings.of(hub.environment(cache, "HF_TOKEN", TOKEN)))
                .hasToString("the hub at " + hub.address() + " with its cache in " + cache);
    }
}
