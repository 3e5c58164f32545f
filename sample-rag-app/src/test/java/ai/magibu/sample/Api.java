package ai.magibu.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

/** The application's HTTP interface, as a client uses it. */
public final class Api {

    /** An answer; a missing body is a missing node. */
    public record Reply(int status, String contentType, JsonNode body) {

        public boolean isProblem() {
            return contentType.equals(MediaType.APPLICATION_PROBLEM_JSON_VALUE) && body.path("status").asInt() == status;
        }

        public String code() {
            return body.path("code").asString();
        }

        public List<String> each(String array, String field) {
            return (array.isEmpty() ? body : body.path(array))
                    .valueStream()
                    .map(node -> node.path(field).asString())
                    .toList();
        }
    }

    private static final Duration PATIENCE = Duration.ofMinutes(2);

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

    /** Returns the HTTP client with this client's cookies, for requests without a method here. */
    public HttpClient http() {
        return http;
    }

    /** Returns the value of {@link #CSRF_HEADER} for each request by {@link #http()} that changes something: the cookie's value. */
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

    /** Returns the encoded path with its query. */
    public Reply get(String path) {
        return reply(client.get().uri(URI.create(url + path)));
    }

    public Reply search(String question, String... parameters) {
        return get("/api/search?q=" + URLEncoder.encode(question, StandardCharsets.UTF_8)
                + Stream.of(parameters).map(parameter -> "&" + parameter).collect(Collectors.joining()));
    }

    /** Returns the names of the documents that a search finds, in the order of its passages. */
    public List<String> found(String question, String... parameters) {
        Reply reply = search(question, parameters);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
        Map<String, String> names = new HashMap<>();
        documents().forEach(document -> names.put(document.path("id").asString(), document.path("name").asString()));
        return reply.each("passages", "documentId").stream().map(names::get).toList();
    }

    public Reply ask(Object body) {
        return reply(client.post().uri("/api/ask").contentType(MediaType.APPLICATION_JSON).body(body));
    }

    public String text(String id) {
        return client.get().uri("/api/documents/{id}/text", id).retrieve().body(String.class);
    }

    public JsonNode documents() {
        return get("/api/documents").body();
    }

    /** Returns the newest upload of a name. */
    public JsonNode document(String name) {
        return documents().valueStream()
                .filter(document -> document.path("name").asString().equals(name))
                .findFirst()
                .orElse(JsonMapper.shared().missingNode());
    }

    /** Uploads one file, waits until it is stored or failed, and returns its row. */
    public JsonNode ingest(Map.Entry<String, byte[]> file) {
        Reply reply = upload(file);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(202);
        return awaitFinished(file.getKey());
    }

    public JsonNode awaitFinished(String name) {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> document(name),
                document -> !isUnfinished(document));
    }

    /** Waits until nothing is left to ingest. */
    public void awaitIdle() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(
                () -> documents(), documents -> !documents.isEmpty() && documents.valueStream().noneMatch(Api::isUnfinished));
    }

    private static boolean isUnfinished(JsonNode document) {
        return List.of("waiting", "reading", "embedding").contains(document.path("state").asString());
    }

    public Reply post(String path) {
        return reply(client.post().uri(path));
    }

    public Reply remove(String path) {
        return reply(client.delete().uri(path));
    }

    @SafeVarargs
    public final Reply upload(Map.Entry<String, byte[]>... files) {
        MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
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
                body == null || type == null || !type.getSubtype().endsWith("json") ? JsonMapper.shared().missingNode()
                        : JsonMapper.shared().readTree(body));
    }
}
