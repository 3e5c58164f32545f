package ai.magibu.sample.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.magibu.sample.startup.StartupProblem;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The application as others reach it: on all addresses, with a login, behind a proxy that says who the client is, metrics for
 * Prometheus. The limits are low; each test is a client of its own.
 */
class DeployedIT {

    private static final String USER = "ayşe";
    private static final String PASSWORD = "çok-gizli-sözcük";
    private static final Path DEPLOY = Path.of("deploy");

    private static Path uploads;
    private static SampleApp app;
    private static int clients;

    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies).build();
    private final String address = "203.0.113." + ++clients;

    @BeforeAll
    static void start() {
        Path data = SampleApp.temporaryFolder();
        uploads = data.resolve("uploads");
        app = SampleApp.start(
                data,
                "--server.address=0.0.0.0",
                "--server.forward-headers-strategy=native",
                "--server.tomcat.remoteip.internal-proxies=127.0.0.0/8",
                "--spring.servlet.multipart.location=" + uploads,
                "--sample.security.user=" + USER,
                "--sample.security.password=" + PASSWORD,
                "--sample.security.limits.searches=5",
                "--sample.security.limits.asks=3",
                "--sample.security.limits.uploads=2",
                "--sample.security.limits.failed-logins=3",
                "--sample.security.limits.open-requests=2",
                "--management.endpoints.web.exposure.include=health,prometheus");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void refusesToStartOnAllAddressesWithoutALogin_beforeADatabaseIsStarted() {
        Path data = SampleApp.temporaryFolder();
        assertThatThrownBy(() -> SampleApp.start(data, "--server.address=0.0.0.0")).hasRootCauseInstanceOf(StartupProblem.class);
        assertThat(data).isDirectoryNotContaining("regex:.*(postgresql|pglite|last-database).*");
    }

    @Test
    void nothingButTheLoginPageAndHealthIsThereWithoutALogin() throws Exception {
        for (String path : List.of("/api/status", "/api/documents", "/api/search?q=a", "/api/ingest", "/api/ingest/events",
                "/app.js", "/nowhere", "/actuator/prometheus", "/actuator", "/error")) {
            HttpResponse<String> reply = send(get(path));
            assertThat(reply.statusCode()).as(path).isEqualTo(401);
            assertThat(reply.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
            assertThat(reply.body()).contains("\"reason\":\"login-needed\"");
        }
        for (String path : List.of("/login.html", "/login.js", "/login.css", "/favicon.svg", "/actuator/health",
                "/actuator/health/liveness", "/actuator/health/readiness")) {
            assertThat(send(get(path)).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(send(get("/actuator/health")).body()).doesNotContain("components");
    }

    @Test
    void browserIsLedToTheLoginPage_andGetsNoDialogueOfItsOwn() throws Exception {
        HttpResponse<String> page = send(get("/?q=Van%20G%C3%B6l%C3%BC").header("Accept", "text/html,*/*"));
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("Location")).contains("/login.html?q=Van%20G%C3%B6l%C3%BC");
        assertThat(page.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("JSESSIONID"));

        HttpResponse<String> call = send(get("/api/status").header("Sec-Fetch-Mode", "cors"));
        assertThat(call.statusCode()).isEqualTo(401);
        assertThat(call.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void loginLetsIn_withANewSession_andLogoutEndsIt() throws Exception {
        assertThat(send(form(USER, PASSWORD, null)).statusCode()).as("without the token").isEqualTo(403);
        cookies.getCookieStore().add(uri("/"), sessionCookie("fixed-by-an-attacker"));

        HttpResponse<String> login = send(form(USER, PASSWORD, token()));
        assertThat(login.statusCode()).isEqualTo(204);
        String session = setCookie(login, "JSESSIONID");
        assertThat(session).contains("HttpOnly", "SameSite=Lax").doesNotContain("fixed-by-an-attacker", "Secure");
        assertThat(send(get("/api/status")).body()).contains("\"user\":\"" + USER + "\"");
        assertThat(send(get("/").header("Accept", "text/html")).statusCode()).isEqualTo(200);

        assertThat(send(post("/logout", null, "")).statusCode()).isEqualTo(403);
        HttpCookie old = cookie("JSESSIONID");
        assertThat(send(post("/logout", token(), "")).statusCode()).isEqualTo(204);
        cookies.getCookieStore().add(uri("/"), sessionCookie(old.getValue()));
        assertThat(send(get("/api/status")).statusCode()).as("with the session that ended").isEqualTo(401);
    }

    private static HttpCookie sessionCookie(String value) {
        HttpCookie cookie = new HttpCookie("JSESSIONID", value);
        cookie.setPath("/");
        cookie.setVersion(0);
        return cookie;
    }

    @Test
    void nobodySendsAFileWithoutALogin() throws Exception {
        String token = token();
        for (String path : List.of("/api/documents", "/login")) {
            assertThat(RawHttp.statusBeforeTheBody(app.url(), "POST " + path + " HTTP/1.1", "Host: localhost",
                            "Content-Type: multipart/form-data; boundary=x",
                            "Cookie: XSRF-TOKEN=" + token, Api.CSRF_HEADER + ": " + token))
                    .as(path)
                    .isEqualTo(path.equals("/login") ? 415 : 401);
        }
    }

    /** The folder is made: a fresh volume has none. */
    @Test
    void uploadsGoThroughTheFolderThatIsSet() throws Exception {
        String file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"yol.txt\"\r\n\r\nBir yol.\r\n"
                + "--x--\r\n";
        HttpRequest.Builder upload = post("/api/documents", token(), file).header("Content-Type", "multipart/form-data; boundary=x");
        assertThat(send(basic(upload, PASSWORD)).statusCode()).isEqualTo(202);
        assertThat(uploads).isEmptyDirectory();
    }

    @Test
    void cookiesAreForHttpsAlone_whereTheProxySpeaksIt() throws Exception {
        HttpResponse<String> login = send(form(USER, PASSWORD, token()).header("X-Forwarded-Proto", "https"));
        assertThat(setCookie(login, "JSESSIONID")).contains("Secure", "HttpOnly");
        assertThat(setCookie(login, "XSRF-TOKEN")).contains("Secure", "SameSite=Strict");
        assertThat(login.headers().firstValue("Strict-Transport-Security")).isPresent();
    }

    @Test
    void forwardedHeadersMeanNothingUnlessConfigured() throws Exception {
        HttpResponse<String> reply = http.send(
                HttpRequest.newBuilder(URI.create(SampleApp.shared().url() + "/api/status"))
                        .header("X-Forwarded-Proto", "https")
                        .header("X-Forwarded-Host", "evil.example")
                        .header("Forwarded", "proto=https;host=evil.example")
                        .build(),
                BodyHandlers.ofString());
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Strict-Transport-Security")).isEmpty();
        assertThat(setCookie(reply, "XSRF-TOKEN")).doesNotContain("Secure");
    }

    @Test
    void programsUseHttpBasic_andGetNoSession() throws Exception {
        HttpResponse<String> reply = send(basic(get("/api/documents"), PASSWORD));
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("JSESSIONID"));
        HttpResponse<String> change = send(basic(post("/api/ingest/999999/retry", token(), ""), PASSWORD));
        assertThat(change.statusCode()).isEqualTo(404);
        assertThat(send(basic(post("/api/ingest/999999/retry", null, ""), PASSWORD)).statusCode()).isEqualTo(403);
    }

    @Test
    void wrongPasswordsAreFew_byFormAndBasicTogether_andThenTheRightOneIsNotLookedAt() throws Exception {
        HttpResponse<String> wrong = send(form(USER, "yanlış", token()));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("\"reason\":\"login-failed\"").doesNotContain("yanlış");
        assertThat(send(form("nobody", PASSWORD, token())).body()).isEqualTo(wrong.body());
        assertThat(send(basic(get("/api/status"), "yanlış")).statusCode()).isEqualTo(401);

        assertLimited(send(form(USER, PASSWORD, token())));
        assertLimited(send(basic(get("/api/status"), PASSWORD)));
        assertThat(send(get("/api/status")).statusCode()).as("without credentials").isEqualTo(401);
        HttpRequest.Builder another = HttpRequest.newBuilder(uri("/api/status")).header("X-Forwarded-For", "203.0.113.200");
        assertThat(send(basic(another, PASSWORD)).statusCode()).as("of another client").isEqualTo(200);
    }

    /** A proxy adds the address that it saw to those that the client claims. */
    @Test
    void clientWithAPrivateAddressCannotSayThatItIsAnother() throws Exception {
        for (int i = 1; i <= 3; i++) {
            assertThat(send(basic(claiming(i), "yanlış")).statusCode()).isEqualTo(401);
        }
        assertLimited(send(basic(claiming(4), PASSWORD)));
    }

    private static HttpRequest.Builder claiming(int number) {
        return HttpRequest.newBuilder(uri("/api/status")).header("X-Forwarded-For", "198.51.100." + number + ", 10.1.2.3");
    }

    @Test
    void rightPasswordsAreNotLimited() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(send(basic(get("/api/status"), PASSWORD)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void searchesAreLimited_andAClientsWaitIsToldAndEnough() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(send(basic(get("/api/search?q=a"), PASSWORD)).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = send(basic(get("/api/search?q=a"), PASSWORD));
        assertLimited(refused);
        assertThat(send(basic(get("/api/status"), PASSWORD)).statusCode()).as("what is not limited").isEqualTo(200);
        Thread.sleep(Duration.ofSeconds(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow())).toMillis());
        assertThat(send(basic(get("/api/search?q=a"), PASSWORD)).statusCode()).isEqualTo(200);
    }

    @Test
    void questionsAndUploadsAreLimited() throws Exception {
        String token = token();
        for (int i = 0; i < 3; i++) {
            assertThat(send(basic(ask(token), PASSWORD)).statusCode()).isEqualTo(200);
        }
        assertLimited(send(basic(ask(token), PASSWORD)));
        for (int i = 0; i < 2; i++) {
            assertThat(send(basic(post("/api/documents", token, "").header("Content-Type", "multipart/form-data; boundary=x"),
                            PASSWORD)).statusCode())
                    .isBetween(400, 415);
        }
        assertLimited(send(basic(post("/api/documents", token, "").header("Content-Type", "multipart/form-data; boundary=x"),
                PASSWORD)));
    }

    private HttpRequest.Builder ask(String token) {
        return post("/api/ask", token, "{\"question\":\"Van Gölü neden donmaz?\"}").header("Content-Type", "application/json");
    }

    @Test
    void onlySoManyEventStreamsAreOpenAtATime() throws Exception {
        List<HttpResponse<InputStream>> open = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            open.add(events());
            assertThat(open.get(i).statusCode()).isEqualTo(200);
            assertThat(open.get(i).body().read()).isPositive(); // it runs
        }
        HttpResponse<InputStream> refused = events();
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(new String(refused.body().readAllBytes(), StandardCharsets.UTF_8)).contains("\"reason\":\"rate-limited\"");

        open.get(0).body().close(); // noticed by the next event that cannot be written
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(500)).until(() -> {
            HttpResponse<InputStream> another = events();
            another.body().close();
            return another.statusCode() == 200;
        });
        open.get(1).body().close();
    }

    private HttpResponse<InputStream> events() throws Exception {
        return http.send(basic(get("/api/ingest/events"), PASSWORD).build(), BodyHandlers.ofInputStream());
    }

    /** In the process's own words: the environment has the password, and nothing shows it. */
    @Test
    void thePasswordIsNowhereToBeRead() throws Exception {
        String scrape = send(basic(get("/actuator/prometheus"), PASSWORD)).body();
        assertThat(scrape).contains("jvm_memory_used_bytes").doesNotContain(PASSWORD, "bcrypt");
        for (String endpoint : List.of("env", "configprops", "beans", "heapdump", "loggers")) {
            assertThat(send(basic(get("/actuator/" + endpoint), PASSWORD)).statusCode()).as(endpoint).isEqualTo(404);
        }
    }

    /** After a search, a question and an upload each metric that the dashboard asks for is there. */
    @Test
    void everyMetricOfTheDashboardIsPublished() throws Exception {
        String token = token();
        send(basic(get("/api/search?q=Van%20G%C3%B6l%C3%BC"), PASSWORD));
        send(basic(ask(token), PASSWORD));
        Set<String> published = send(basic(get("/actuator/prometheus"), PASSWORD)).body().lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> asked = metricsOf(Files.readString(DEPLOY.resolve("grafana-dashboard.json")));
        assertThat(asked).hasSizeGreaterThan(10);
        assertThat(published).containsAll(asked);
    }

    /** The names in the queries: what is no function, no label and no word of PromQL. */
    private static Set<String> metricsOf(String dashboard) {
        List<String> queries = JsonMapper.shared().readTree(dashboard).findValuesAsString("expr");
        assertThat(queries).isNotEmpty();
        return queries.stream()
                .map(query -> query.replaceAll("\\{[^}]*}|\\[[^]]*]|by \\([^)]*\\)|\"[^\"]*\"", " "))
                .flatMap(query -> Pattern.compile("[a-zA-Z_][a-zA-Z0-9_:]*(?!\\w*\\s*\\()").matcher(query).results())
                .map(MatchResult::group)
                .filter(name -> name.contains("_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theProbesOfTheManifestAreAnswered() throws Exception {
        String manifest = Files.readString(DEPLOY.resolve("kubernetes.yaml"));
        List<String> paths = Pattern.compile("path: (/actuator/health/[a-z]+)")
                .matcher(manifest)
                .results()
                .map(path -> path.group(1))
                .distinct()
                .toList();
        assertThat(paths).contains("/actuator/health/liveness", "/actuator/health/readiness");
        for (String path : paths) {
            RawHttp.Reply reply = RawHttp.get(app.url(), path, "10.42.0.17:8080"); // as kubelet calls
            assertThat(reply.status()).as(path).isEqualTo(200);
            assertThat(reply.body()).contains("UP");
        }
    }

    private static URI uri(String path) {
        return URI.create(app.url() + path);
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(uri(path)).header("X-Forwarded-For", address);
    }

    private HttpRequest.Builder post(String path, String token, String body) {
        HttpRequest.Builder request = get(path).POST(BodyPublishers.ofString(body));
        return token == null ? request : request.header(Api.CSRF_HEADER, token);
    }

    private HttpRequest.Builder form(String user, String password, String token) {
        String body = "username=" + URLEncoder.encode(user, StandardCharsets.UTF_8)
                + "&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8);
        return post("/login", token, body).header("Content-Type", "application/x-www-form-urlencoded");
    }

    private static HttpRequest.Builder basic(HttpRequest.Builder request, String password) {
        String credentials = Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8));
        return request.header("Authorization", "Basic " + credentials);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private String token() throws Exception {
        send(get("/login.html"));
        return cookie("XSRF-TOKEN").getValue();
    }

    private HttpCookie cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String setCookie(HttpResponse<?> reply, String name) {
        return reply.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "=") && !cookie.startsWith(name + "=;"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + reply.headers().map()));
    }

    private static void assertLimited(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(429);
        assertThat(reply.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(Long.parseLong(reply.headers().firstValue("Retry-After").orElse("0"))).isBetween(1L, 60L);
        assertThat(reply.body()).contains("\"reason\":\"rate-limited\"", "\"status\":429");
    }
}
