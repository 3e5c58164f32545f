package ai.magibu.server;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server with the tiny model in this JVM, and a client. Closing it stops the server. */
final class Server implements AutoCloseable {

    /** Served instead of the name of a folder. */
    static final String MODEL = "magibu/tiny";

    private static final JsonMapper JSON = new JsonMapper();

    final ConfigurableApplicationContext context;
    final MagibuEmbedder embedder;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Server(ConfigurableApplicationContext context) {
        this.context = context;
        this.embedder = context.getBean(MagibuEmbedder.class);
    }

    static Server start(String... settings) {
        List<String> all = new ArrayList<>(List.of("server.port=0", "magibu.server.model-name=" + MODEL));
        all.addAll(List.of(TinyModel.settings()));
        all.addAll(List.of(settings));
        SpringApplication application = new SpringApplication(MagibuServer.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        return new Server(application.run(all.stream().map(setting -> "--" + setting).toArray(String[]::new)));
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return client.send(request(path, headers).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String json, String... headers) throws IOException, InterruptedException {
        return client.send(post(request(path, headers), json), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> postAsync(String path, String json) {
        return client.sendAsync(post(request(path), json), BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String contentType, String body) throws IOException, InterruptedException {
        return client.send(
                request(path).method(method, BodyPublishers.ofString(body)).header("Content-Type", contentType).build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static HttpRequest post(HttpRequest.Builder request, String json) {
        return request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)).build();
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    static float[] vector(JsonNode array) {
        float[] vector = new float[array.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = array.get(i).floatValue();
        }
        return vector;
    }

    /** A request of a number of texts of some hundred tokens. */
    static String longTexts(int count) {
        return json(Map.of("input", Stream.generate(() -> "uzun ".repeat(100)).limit(count).toList()));
    }

    @Override
    public void close() {
        context.close();
    }
}
