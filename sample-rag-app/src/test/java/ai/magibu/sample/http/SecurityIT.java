package ai.magibu.sample.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds without a login as well: nothing from elsewhere gets in, nothing of the inside gets out. */
class SecurityIT {

    private final SampleApp app = SampleApp.shared();
    private final String url = app.url();
    private final Api api = app.api();

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/app.js", "/api/status", "/api/nowhere", "/login.html"})
    void everyAnswerHasTheSecurityHeaders(String path) throws Exception {
        HttpResponse<String> reply = api.http().send(
                HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(reply.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(reply.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(reply.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(reply.headers().firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(reply.headers().firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(reply.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(reply.headers().firstValue("Cache-Control").orElse("")).contains("no-cache");
        assertThat(reply.headers().map()).doesNotContainKeys("Server", "X-Powered-By", "Access-Control-Allow-Origin");
    }

    @Test
    void aChangeNeedsTheTokenOfTheCookie() throws Exception {
        HttpResponse<String> first = api.http().send(
                HttpRequest.newBuilder(URI.create(url + "/api/status")).build(), HttpResponse.BodyHandlers.ofString());
        String cookie = first.headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith("XSRF-TOKEN="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie).contains("SameSite=Strict", "Path=/").doesNotContain("HttpOnly");

        for (String method : List.of("POST", "DELETE")) {
            assertThat(change(method, null).statusCode()).as(method).isEqualTo(403);
            assertThat(change(method, "another").statusCode()).as(method).isEqualTo(403);
            assertThat(change(method, api.csrfToken()).statusCode()).as(method).isEqualTo(404);
        }
        HttpResponse<String> refused = change("POST", null);
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(refused.body()).contains("\"reason\":\"csrf\"", "X-XSRF-TOKEN");
    }

    private HttpResponse<String> change(String method, String token) throws Exception {
        URI uri = URI.create(url + (method.equals("POST") ? "/api/ingest/999999/retry" : "/api/ingest/999999"));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header(Api.CSRF_HEADER, token);
        }
        return api.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void isNotCalledByAStrangeName() {
        String port = ":" + URI.create(url).getPort();
        for (String host : List.of("localhost" + port, "127.0.0.1" + port, "[::1]" + port)) {
            assertThat(RawHttp.get(url, "/api/status", host).status()).as(host).isEqualTo(200);
        }
        for (String host : List.of("evil.example", "evil.example" + port, "localhost.evil.example")) {
            for (String path : List.of("/", "/api/status", "/api/documents", "/actuator/health")) {
                RawHttp.Reply reply = RawHttp.get(url, path, host);
                assertThat(reply.status()).as(host + path).isEqualTo(421);
                assertThat(reply.body()).contains("\"reason\":\"unknown-host\"");
            }
        }
    }

    @Test
    void noSessionIsMade_andNobodyIsNamed() throws Exception {
        HttpResponse<String> reply = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create(url + "/api/status")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(reply.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("JSESSIONID"));
        assertThat(api.get("/api/status").body().path("user").isNull()).isTrue();
        assertThat(api.post("/login").status()).isEqualTo(404);
    }

    @Test
    void healthIsThere_withoutDetails_andNothingElseOfTheActuator() {
        assertThat(api.get("/actuator/health").body().toString()).contains("\"UP\"").doesNotContain("components", "details");
        assertThat(api.get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(200);
        for (String endpoint : List.of("env", "beans", "configprops", "heapdump", "prometheus", "metrics", "loggers", "info")) {
            assertThat(api.get("/actuator/" + endpoint).status()).as(endpoint).isEqualTo(404);
        }
    }

    @Test
    void theLongestQuestionFitsIntoAnAddress() {
        assertThat(api.search("“ğ”".repeat(666), 1).status()).isEqualTo(200);
    }

    @Test
    void whatIsWrongWithARequestIsSaid_andNothingOfTheInside() {
        List<RawHttp.Reply> replies = List.of(
                raw("POST /api/ask", "application/json", "{\"question\":"),
                raw("POST /api/ask", "application/json", "{\"question\":{\"a\":[1]}}"),
                raw("POST /api/ask", "application/json", "[".repeat(5_000)),
                raw("POST /api/ask", "application/json", ""),
                raw("POST /api/ask", "application/xml", "<a/>"),
                raw("POST /api/ask", "application/json", "{\"question\":\"" + "a".repeat(1_100_000) + "\"}"),
                raw("POST /api/documents", "application/json", "{}"),
                raw("POST /api/documents", "multipart/form-data", "without a boundary"),
                raw("POST /api/documents", "multipart/form-data; boundary=x", "--x\r\ncut"),
                raw("PUT /api/documents", "application/json", "{}"),
                raw("PATCH /api/nowhere", "application/json", "{}"),
                raw("TRACE /api/status", "text/plain", ""),
                raw("FOO /api/status", "text/plain", ""),
                raw("DELETE /api/documents/not-an-id", "text/plain", ""),
                raw("GET /api/documents/not-an-id", "text/plain", ""),
                raw("GET /api/ingest/99999999999999999999", "text/plain", ""),
                raw("GET /api/ingest?limit=viele", "text/plain", ""),
                raw("GET /api/ingest?state=nope", "text/plain", ""),
                raw("GET /api/search", "text/plain", ""),
                raw("GET /api/search?q=a&k=1.5", "text/plain", ""),
                raw("GET /api/nowhere", "text/plain", ""),
                raw("GET /nowhere.html", "text/plain", ""),
                raw("GET /error", "text/plain", ""),
                raw("GET /../application.yml", "text/plain", ""),
                raw("GET /%2e%2e/application.yml", "text/plain", ""),
                raw("GET /a;b=c", "text/plain", ""),
                raw("GET /a%00b", "text/plain", ""),
                raw("GET /api/search?q=%zz", "text/plain", ""),
                raw("GET /api/search?q=<script>alert(1)</script>&k=x", "text/plain", ""),
                raw("GET /api/search?q=" + "a".repeat(40_000), "text/plain", ""));
        SoftAssertions.assertSoftly(softly -> {
            for (RawHttp.Reply reply : replies) {
                softly.assertThat(reply.status()).as(reply.toString()).isBetween(400, 499);
                softly.assertThat(reply.header("Content-Type")).as(reply.toString()).startsWith("application/problem+json");
                softly.assertThat(reply.body())
                        .as(reply.toString())
                        .contains("\"status\":" + reply.status())
                        .doesNotContain("Exception", "\tat ", "org.spring", "org.apache", "ai.magibu", "java.", "jackson",
                                "Tomcat", "<script>", "SELECT");
            }
        });
    }

    @Test
    void tooLargeABodyIsSaidToBeTooLarge() {
        assertThat(raw("POST /api/ask", "application/json", "{\"question\":\"" + "a".repeat(1_100_000) + "\"}").status())
                .isEqualTo(413);
    }

    /** Reading it first would fill the disk, or the memory, for whoever asks. */
    @ParameterizedTest
    @CsvSource({
        "POST /api/documents, multipart/form-data; boundary=x, false, 403",
        "POST /api/ask, multipart/form-data; boundary=x, true, 415",
        "POST /login, Multipart/Form-Data; boundary=x, true, 415",
        "PUT /api/documents, application/x-www-form-urlencoded, false, 403"
    })
    void isRefusedBeforeItsBodyIsRead(String methodAndPath, String type, boolean withToken, int status) {
        String token = api.csrfToken();
        assertThat(RawHttp.statusBeforeTheBody(url, methodAndPath + " HTTP/1.1", "Host: localhost", "Content-Type: " + type,
                        "Cookie: XSRF-TOKEN=" + token, (withToken ? Api.CSRF_HEADER : "X-Something-Else") + ": " + token))
                .isEqualTo(status);
    }

    private RawHttp.Reply raw(String methodAndPath, String type, String body) {
        String token = api.csrfToken();
        return RawHttp.send(url, body,
                methodAndPath + " HTTP/1.1", "Host: localhost", "Accept: application/json, text/html", "Content-Type: " + type,
                "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length,
                "Cookie: XSRF-TOKEN=" + token, Api.CSRF_HEADER + ": " + token);
    }

    @Test
    void hostileNamesTagsAndTitlesAreTextAndNothingElse() {
        String hostile = "'); DROP TABLE documents; -- \" \\ $1 :tags {x}";
        var jobs = api.ingest(
                Map.of("title", hostile, "tags", "a' OR '1'='1"),
                SampleApp.file("'; DELETE FROM chunks; --.txt", "Sorguya karışamayan bir belge. " + hostile));
        assertThat(jobs.get(0).path("state").asString()).isEqualTo("stored");
        var document = api.get("/api/documents/" + jobs.get(0).path("documentId").asString()).body();
        assertThat(document.path("title").asString()).isEqualTo(hostile);
        assertThat(document.path("source").asString()).isEqualTo("'; DELETE FROM chunks; --.txt");
        assertThat(document.path("tags").get(0).asString()).isEqualTo("a' OR '1'='1");
        assertThat(api.get("/api/documents").body().size()).isGreaterThan(40);
        assertThat(api.get("/api/ingest?state=" + "failed'%20OR%20'1'='1").status()).isEqualTo(400);
        assertThat(api.search(hostile, 5).status()).isEqualTo(200);
        assertThat(api.delete(document.path("id").asString()).status()).isEqualTo(204);
    }
}
