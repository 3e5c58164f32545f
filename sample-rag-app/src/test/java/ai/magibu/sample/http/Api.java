package ai.magibu.sample.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application's HTTP interface, as a program outside would use it. */
public final class Api {

    /** An answer; a body that is missing is a missing node. */
    public record Reply(int status, String contentType, JsonNode body) {

        public boolean isProblem() {
            return contentType.equals(MediaType.APPLICATION_PROBLEM_JSON_VALUE) && body.path("status").asInt() == status;
        }

        public String detail() {
            return body.path("detail").asString();
        }

        public List<String> each(String array, String field) {
            return (array.isEmpty() ? body : body.path(array))
                    .valueStream()
                    .map(node -> node.path(field).asString())
                    .toList();
        }
    }

    public static final String CSRF_HEADER = "X-XSRF-TOKEN";

    private final String url;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies).build();
    private final RestClient client;

    public Api(String url) {
        this.url = url;
        client = RestClient.builder()
                .baseUrl(url)
                .requestFactory(new JdkClientHttpRequestFactory(http))
                .requestInitializer(request -> {
                    if (!request.getMethod().equals(HttpMethod.GET)) {
                        request.getHeaders().set(CSRF_HEADER, csrfToken());
                    }
                })
                .defaultStatusHandler(status -> true, (request, response) -> {})
                .build();
    }

    public String url() {
        return url;
    }

    /** With this client's cookies, for what this class has no method for. */
    public HttpClient http() {
        return http;
    }

    /** What goes into {@link #CSRF_HEADER} of each request by {@link #http()} that changes something: the cookie's value. */
    public String csrfToken() {
        return csrfCookie().orElseGet(() -> {
            get("/api/status");
            return csrfCookie().orElseThrow();
        });
    }

    private Optional<String> csrfCookie() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    /** The path with its query, as it goes over the wire. */
    public Reply get(String path) {
        return reply(client.get().uri(URI.create(url + path)));
    }

    public Reply search(String question, int k) {
        return get("/api/search?q=" + URLEncoder.encode(question, StandardCharsets.UTF_8) + "&k=" + k);
    }

    public Reply ask(Object body) {
        return reply(client.post().uri("/api/ask").contentType(MediaType.APPLICATION_JSON).body(body));
    }

    public Reply delete(String id) {
        return reply(client.delete().uri("/api/documents/{id}", id));
    }

    /** Uploads and waits until the queue is through: the finished jobs. */
    @SafeVarargs
    public final List<JsonNode> ingest(Map.Entry<String, byte[]>... files) {
        return ingest(Map.of(), files);
    }

    @SafeVarargs
    public final List<JsonNode> ingest(Map<String, String> fields, Map.Entry<String, byte[]>... files) {
        Reply reply = upload(fields, files);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(202);
        return reply.body().valueStream().map(job -> awaitFinished(job.path("id").asLong())).toList();
    }

    public JsonNode awaitFinished(long job) {
        return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50)).until(
                () -> get("/api/ingest/" + job).body(),
                now -> !List.of("queued", "reading", "embedding").contains(now.path("state").asString()));
    }

    /** Waits until nothing is left to ingest. */
    public void awaitIdle() {
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100)).until(() -> {
            JsonNode counts = get("/api/ingest?limit=1").body().path("counts");
            return !counts.has("queued") && !counts.has("reading") && !counts.has("embedding");
        });
    }

    public Reply post(String path) {
        return reply(client.post().uri(path));
    }

    public Reply remove(String path) {
        return reply(client.delete().uri(path));
    }

    @SafeVarargs
    public final Reply upload(Map.Entry<String, byte[]>... files) {
        return upload(Map.of(), files);
    }

    @SafeVarargs
    public final Reply upload(Map<String, String> fields, Map.Entry<String, byte[]>... files) {
        MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
        fields.forEach(form::add);
        for (Map.Entry<String, byte[]> file : files) {
            form.add("file", new ByteArrayResource(file.getValue()) {
                @Override
                public String getFilename() {
                    return file.getKey();
                }
            });
        }
        return reply(client.post().uri("/api/documents").contentType(MediaType.MULTIPART_FORM_DATA).body(form));
    }

    private static Reply reply(RestClient.RequestHeadersSpec<?> request) {
        ResponseEntity<String> response = request.retrieve().toEntity(String.class);
        MediaType type = response.getHeaders().getContentType();
        String body = response.getBody();
        return new Reply(
                response.getStatusCode().value(),
                type == null ? "" : type.getType() + "/" + type.getSubtype(),
                body == null ? JsonMapper.shared().missingNode() : JsonMapper.shared().readTree(body));
    }
}
