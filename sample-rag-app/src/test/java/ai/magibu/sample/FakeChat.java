package ai.magibu.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that speaks the OpenAI protocol with streaming, like Ollama, vLLM and OpenAI, and sends the answers of the test. */
final class FakeChat implements AutoCloseable {

    /** How one request is answered. */
    @FunctionalInterface
    interface Script {
        void play(Reply reply) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final Queue<Script> next = new ConcurrentLinkedQueue<>();
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger leftAlone = new AtomicInteger();
    private volatile Script usual = reply -> reply.status(500, "{}");
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

    /** Sends this answer from now on, in small pieces. */
    void says(String answer) {
        plays(reply -> reply.begin().text(answer).end());
    }

    /** Returns an answer that is not streamed. */
    static String completion(String text) {
        return JsonMapper.shared().writeValueAsString(Map.of(
                "id", "1", "object", "chat.completion", "created", 1, "model", "fake",
                "choices", List.of(Map.of("index", 0, "finish_reason", "stop", "message", Map.of("role", "assistant", "content", text))),
                "usage", Map.of("prompt_tokens", 1, "completion_tokens", 1, "total_tokens", 2)));
    }

    void replies(int status, String body) {
        plays(reply -> reply.status(status, body));
    }

    void plays(Script script) {
        next.clear();
        requests.clear();
        usual = script;
    }

    /** Adds an answer for one request, before the usual one. */
    void then(Script script) {
        next.add(script);
    }

    List<JsonNode> requests() {
        return requests;
    }

    JsonNode lastRequest() {
        return requests.get(requests.size() - 1);
    }

    String lastKey() {
        return lastKey;
    }

    /** Returns the number of requests that are being answered. */
    int open() {
        return open.get();
    }

    /** Returns the number of requests whose client disconnected before the end. */
    int leftAlone() {
        return leftAlone.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        open.incrementAndGet();
        try (exchange) {
            lastKey = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()));
            Script script = next.poll();
            (script == null ? usual : script).play(new Reply(exchange));
        } catch (IOException e) {
            leftAlone.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.decrementAndGet();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** The answer, step by step. */
    static final class Reply {

        private final HttpExchange exchange;

        private Reply(HttpExchange exchange) {
            this.exchange = exchange;
        }

        void status(int status, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }

        /** Sends the headers, and the first chunk, which has only the role. */
        Reply begin() throws IOException {
            return begin(0);
        }

        /** Closes the connection, so that the stream ends without its last chunk. */
        Reply beginToBeCut() throws IOException {
            return begin(1_000_000);
        }

        private Reply begin(long length) throws IOException {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, length);
            return delta(Map.of("role", "assistant", "content", ""), null);
        }

        /** Sends the text token by token. */
        Reply text(String text) throws IOException {
            for (String token : tokens(text)) {
                delta(Map.of("content", token), null);
            }
            return this;
        }

        Reply slowly(String text, long millis) throws IOException, InterruptedException {
            for (String token : tokens(text)) {
                Thread.sleep(millis);
                delta(Map.of("content", token), null);
            }
            return this;
        }

        private static List<String> tokens(String text) {
            List<String> tokens = new ArrayList<>();
            for (int at = 0; at < text.length();) {
                int end = text.offsetByCodePoints(at, Math.min(3, text.codePointCount(at, text.length())));
                tokens.add(text.substring(at, end));
                at = end;
            }
            return tokens;
        }

        /** Sends the thoughts of a reasoning model, as Ollama and vLLM do. */
        Reply thinking(String text) throws IOException {
            return delta(Map.of("content", "", "reasoning_content", text, "reasoning", text), null);
        }

        /** Sends the stop reason, the usage (without choices), and the end marker. */
        void end() throws IOException {
            delta(Map.of(), "stop");
            data("{\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"fake\",\"choices\":[],"
                    + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}");
            data("[DONE]");
        }

        Reply pause(long millis) throws InterruptedException {
            Thread.sleep(millis);
            return this;
        }

        /** Sends text until the client disconnects; then it throws. */
        void endlessly(String token) throws IOException, InterruptedException {
            for (int i = 0; i < 3_000; i++) {
                delta(Map.of("content", token), null);
                Thread.sleep(20);
            }
        }

        /** Sends only comments until the client disconnects; then it throws. */
        void silently() throws IOException, InterruptedException {
            for (int i = 0; i < 3_000; i++) {
                write(": still here\n\n");
                Thread.sleep(20);
            }
        }

        private Reply delta(Map<String, Object> delta, @Nullable String finishReason) throws IOException {
            Map<String, Object> choice = new HashMap<>(Map.of("index", 0, "delta", delta));
            choice.put("finish_reason", finishReason);
            return data(JsonMapper.shared().writeValueAsString(Map.of(
                    "id", "1", "object", "chat.completion.chunk", "created", 1, "model", "fake", "choices", List.of(choice))));
        }

        Reply data(String data) throws IOException {
            return write("data: " + data + "\n\n");
        }

        private Reply write(String text) throws IOException {
            OutputStream body = exchange.getResponseBody();
            body.write(text.getBytes(StandardCharsets.UTF_8));
            body.flush();
            return this;
        }
    }
}
