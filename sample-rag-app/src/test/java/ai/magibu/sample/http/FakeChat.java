package ai.magibu.sample.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that speaks the OpenAI protocol, and says what the test tells it to. */
final class FakeChat implements AutoCloseable {

    private final HttpServer server;

    private volatile int status = 200;
    private volatile String body = "";
    private volatile long delayMillis;
    private volatile JsonNode lastRequest = JsonMapper.shared().missingNode();
    private volatile String lastKey = "";

    FakeChat() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    void says(String answer) {
        replies(200, JsonMapper.shared().writeValueAsString(Map.of(
                "id", "1", "object", "chat.completion", "created", 1, "model", "fake",
                "choices", List.of(Map.of(
                        "index", 0, "finish_reason", "stop", "message", Map.of("role", "assistant", "content", answer))))));
    }

    void replies(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
        delayMillis = 0;
    }

    void waits(long millis) {
        delayMillis = millis;
    }

    JsonNode lastRequest() {
        return lastRequest;
    }

    String lastKey() {
        return lastKey;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            lastKey = exchange.getRequestHeaders().getFirst("Authorization");
            lastRequest = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
            Thread.sleep(delayMillis);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
