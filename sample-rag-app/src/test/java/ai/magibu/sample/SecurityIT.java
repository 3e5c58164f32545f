package ai.magibu.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityIT {

    private final SampleApp app = SampleApp.shared();
    private final String url = app.url();
    private final Api api = app.api();

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/app.js", "/api/status", "/api/nowhere", "/login.html"})
    void everyAnswerHasTheSecurityHeaders(String path) throws Exception {
        HttpResponse<String> reply =
                api.http().send(HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(reply.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(reply.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(reply.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(reply.headers().firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(reply.headers().firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(reply.headers().firstValue("Permissions-Policy").orElse("")).contains("camera=()");
        assertThat(reply.headers().firstValue("Cache-Control").orElse("")).contains("no-");
        assertThat(reply.headers().map()).doesNotContainKeys("Server", "X-Powered-By", "Access-Control-Allow-Origin");
    }

    @Test
    void changesNeedTheTokenOfTheCookie() throws Exception {
        for (String method : List.of("POST", "DELETE")) {
            assertThat(change(method, null)).as(method).isEqualTo(403);
            assertThat(change(method, "another")).as(method).isEqualTo(403);
            assertThat(change(method, api.csrfToken())).as(method).isEqualTo(404);
        }
    }

    private int change(String method, String token) throws Exception {
        URI uri = URI.create(url + "/api/documents/7ac9b3b0-0000-4000-8000-000000000000" + (method.equals("POST") ? "/retry" : ""));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header(Api.CSRF_HEADER, token);
        }
        HttpResponse<String> reply = api.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(reply.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        return reply.statusCode();
    }

    @Test
    void otherHostNamesAreRejected() {
        String port = ":" + URI.create(url).getPort();
        for (String host : List.of("localhost" + port, "127.0.0.1" + port, "[::1]" + port)) {
            assertThat(RawHttp.get(url, "/api/status", host).status()).as(host).isEqualTo(200);
        }
        for (String host : List.of("evil.example", "evil.example" + port, "localhost.evil.example", "127.0.0.1.evil.example",
                "2130706433")) {
            assertThat(RawHttp.get(url, "/api/status", host).status()).as(host).isEqualTo(400);
        }
    }

    @Test
    void healthHasNoDetailsAndNothingElseOfTheActuatorIsThere() {
        assertThat(api.get("/actuator/health").body().toString()).contains("\"UP\"").doesNotContain("components", "details");
        assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(200);
        for (String endpoint : List.of("env", "beans", "configprops", "heapdump", "prometheus", "metrics", "loggers", "info")) {
            assertThat(api.get("/actuator/" + endpoint).status()).as(endpoint).isEqualTo(404);
        }
        assertThat(api.get("/api/status").body().toString()).doesNotContain("/tmp", "jdbc", System.getProperty("user.dir"));
    }

    @Test
    void badRequestsAreProblemsWithoutAnythingOfTheInside() {
        List<RawHttp.Reply> replies = List.of(
                raw("POST /api/ask", "application/json", "{\"question\":"),
                raw("POST /api/ask", "application/json", "[".repeat(5_000)),
                raw("POST /api/ask", "application/json", ""),
                raw("POST /api/ask", "application/xml", "<a/>"),
                raw("POST /api/ask", "application/json", "{\"question\":\"" + "a".repeat(1_100_000) + "\"}"),
                raw("POST /api/documents", "application/json", "{}"),
                raw("POST /api/documents", "multipart/form-data", "without a boundary"),
                raw("POST /api/documents", "multipart/form-data; boundary=x", "--x\r\ncut"),
                raw("PUT /api/documents", "application/json", "{}"),
                raw("DELETE /api/documents/not-an-id", "text/plain", ""),
                raw("GET /api/documents/not-an-id/text", "text/plain", ""),
                raw("GET /api/search", "text/plain", ""),
                raw("GET /api/nowhere", "text/plain", ""),
                raw("GET /error", "text/plain", ""),
                raw("GET /a;b=c", "text/plain", ""),
                raw("GET /api/search?q=<script>alert(1)</script>&k=x", "text/plain", ""));
        SoftAssertions.assertSoftly(softly -> {
            for (RawHttp.Reply reply : replies) {
                softly.assertThat(reply.status()).as(reply.toString()).isBetween(400, 499);
                softly.assertThat(reply.body()).as(reply.toString()).doesNotContain("Exception", "\tat ", "org.spring", "org.apache",
                        "ai.magibu", "java.", "jackson", "Tomcat", "<script>", "SELECT");
            }
        });
    }

    @Test
    void withALoginNothingButTheLoginPageIsOpen() throws Exception {
        try (SampleApp closed = SampleApp.startNow(SampleApp.temporaryFolder(), "--sample.demo-documents=false",
                "--spring.security.user.name=ayşe", "--spring.security.user.password=gizli-parola")) {
            Api outside = closed.api();
            assertThat(RawHttp.get(closed.url(), "/login.html", "belgeler.example.com").status()).isEqualTo(200);
            for (String path : List.of("/api/status", "/api/documents", "/api/search?q=a", "/actuator/env")) {
                assertThat(outside.get(path).status()).as(path).isEqualTo(401);
            }
            assertThat(outside.get("/actuator/health").status()).isEqualTo(200);
            HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
            assertThat(login(browser, closed.url(), "falsch")).isEqualTo(401);
            assertThat(login(browser, closed.url(), "gizli-parola")).isEqualTo(204);
            HttpResponse<String> status = get(browser, closed.url() + "/api/status");
            assertThat(status.statusCode()).isEqualTo(200);
            assertThat(status.body()).contains("\"user\":\"ayşe\"");
        }
    }

    private static int login(HttpClient browser, String url, String password) throws Exception {
        get(browser, url + "/login.html");
        String token = ((CookieManager) browser.cookieHandler().orElseThrow()).getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN")).findFirst().orElseThrow().getValue();
        return browser.send(
                HttpRequest.newBuilder(URI.create(url + "/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded").header(Api.CSRF_HEADER, token)
                        .POST(HttpRequest.BodyPublishers.ofString("username=ay%C5%9Fe&password=" + password)).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static HttpResponse<String> get(HttpClient browser, String url) throws Exception {
        return browser.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void refusesToListenForOthersWithoutALogin() {
        assertThatThrownBy(() -> SampleApp.startNow(SampleApp.temporaryFolder(), "--server.address=0.0.0.0"))
                .rootCause().hasMessageContaining("0.0.0.0").hasMessageContaining("spring.security.user.password");
    }

    private RawHttp.Reply raw(String methodAndPath, String type, String body) {
        String token = api.csrfToken();
        return RawHttp.send(url, body,
                methodAndPath + " HTTP/1.1", "Host: localhost", "Accept: application/json, text/html", "Content-Type: " + type,
                "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length,
                "Cookie: XSRF-TOKEN=" + token, Api.CSRF_HEADER + ": " + token);
    }
}
