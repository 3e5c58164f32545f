package ai.magibu.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.test.TinyModel;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Keys, limits, overload, clients that go away, the access log, health, metrics and the end. */
class OperationIT {

    /** Far more work than finishes during these tests. */
    private static final int MANY = 20_000;

    private static final String[] SLOW = {
            "magibu.server.max-texts=" + MANY, "magibu.server.max-tokens-per-request=100000000", "magibu.embedding.max-batch-tokens=512",
            "magibu.embedding.max-waiting-tokens=250", "server.shutdown=immediate", "magibu.embedding.close-timeout=0s"};

    private static void awaitRunning(Server server, int calls) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (server.embedder.activity().running() != calls && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(server.embedder.activity().running()).isEqualTo(calls);
    }

    private static void log(ListAppender<ILoggingEvent> lines, boolean attached) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (attached) {
            lines.start();
            root.addAppender(lines);
        } else {
            root.detachAppender(lines);
        }
    }

    @Test
    void clientThatGoesAway_freesTheModel() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        try (Server server = Server.start(SLOW)) {
            log(lines, true);
            byte[] body = Server.longTexts(MANY / 2).getBytes(StandardCharsets.UTF_8);
            try (Socket client = new Socket("127.0.0.1", server.port())) {
                OutputStream out = client.getOutputStream();
                out.write(("POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(body);
                out.flush();
                awaitRunning(server, 1);
            }
            awaitRunning(server, 0);
            assertThat(statuses(lines)).containsExactly(499);
        } finally {
            log(lines, false);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bodyThatDoesNotArrive_endsTheRequest_withoutAStackTrace(boolean clientCloses) throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        try (Server server = Server.start("magibu.server.body-timeout=1s")) {
            log(lines, true);
            try (Socket client = new Socket("127.0.0.1", server.port())) {
                client.getOutputStream().write(("POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1000\r\n\r\n{").getBytes(StandardCharsets.US_ASCII));
                client.setSoTimeout(30_000);
                if (clientCloses) {
                    Thread.sleep(100); // the request has begun
                    client.setSoLinger(true, 0);
                } else {
                    assertThat(client.getInputStream().read()).isEqualTo(-1);
                }
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (statuses(lines).isEmpty() && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
            server.get("/v1/models");

            assertThat(statuses(lines)).containsExactly(499, 200);
            assertThat(List.copyOf(lines.list)).noneMatch(line -> line.getThrowableProxy() != null);
        } finally {
            log(lines, false);
        }
    }

    private static List<Object> statuses(ListAppender<ILoggingEvent> lines) {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getLoggerName().endsWith(".AccessLog"))
                .map(line -> values(line).get("status"))
                .toList();
    }

    @Test
    void closedEmbedder_isUnavailable() throws Exception {
        try (Server server = Server.start()) {
            server.embedder.close();

            OpenAiIT.assertError(server.post("/v1/embeddings", "{\"input\":\"a\"}"), 503, "server_error", null, "service_unavailable");
            TeiIT.assertError(server.post("/embed", "{\"inputs\":\"a\"}"), 503, "Unhealthy");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/embeddings", "/embed"})
    void overloadedServer_saysWhenToTryAgain(String path) throws Exception {
        try (Server server = Server.start(SLOW)) {
            for (int i = 0; i < 4; i++) { // the first runs, another waits
                server.postAsync("/v1/embeddings", Server.longTexts(MANY / 8));
            }
            // Calls that fit into one batch have a queue of their own.
            List<String> texts = Collections.nCopies(3, "uzun ".repeat(100));
            String body = Server.json(Map.of("input", texts, "inputs", texts));
            HttpResponse<String> answer;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            do { // between two batches nothing waits for a moment
                answer = server.post(path, body);
            } while (answer.statusCode() == 200 && System.nanoTime() < deadline);

            if (path.equals("/embed")) {
                TeiIT.assertError(answer, 429, "Overloaded");
            } else {
                OpenAiIT.assertError(answer, 429, "rate_limit_exceeded", null, "rate_limit_exceeded");
            }
            assertThat(answer.headers().firstValueAsLong("retry-after").orElse(0)).isBetween(1L, 600L);
        }
    }

    @Test
    void keysAreRequired_exceptForHealthMetricsAndTheDescription() throws Exception {
        try (Server server = Server.start("magibu.server.api-keys=first-key,second-key")) {
            for (String[] header : List.of(new String[0], new String[] {"Authorization", "Bearer guessed"},
                    new String[] {"Authorization", "Basic first-key"}, new String[] {"Authorization", "first-key"})) {
                HttpResponse<String> answer = server.post("/v1/embeddings", "{\"input\":\"a\"}", header);
                OpenAiIT.assertError(answer, 401, "authentication_error", null, "invalid_api_key");
                assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
                assertThat(answer.body()).doesNotContain("first-key", "guessed");
                TeiIT.assertError(server.post("/embed", "{\"inputs\":\"a\"}", header), 401, "Validation");
            }
            for (String path : List.of("/v1/models", "/info", "/nothing")) {
                assertThat(server.get(path).statusCode()).isEqualTo(401);
            }
            for (String path : List.of("/health", "/health/live", "/health/ready", "/metrics", "/openapi.yaml")) {
                assertThat(server.get(path).statusCode()).as(path).isEqualTo(200);
            }
            for (String key : List.of("first-key", "second-key")) {
                assertThat(server.post("/embed", "{\"inputs\":\"a\"}", "Authorization", "Bearer " + key).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void largeBody_isRejected() throws Exception {
        try (Server server = Server.start("magibu.server.max-body-size=2KB")) {
            String body = "{\"input\":\"a\",\"inputs\":\"a\",\"user\":\"" + "x".repeat(3_000) + "\"}";

            OpenAiIT.assertError(server.post("/v1/embeddings", body), 413, "invalid_request_error", null, null);
            TeiIT.assertError(server.post("/embed", body), 413, "Validation");
            assertThat(server.post("/embed", "{\"inputs\":\"" + "x".repeat(300) + "\"}").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void truncatedText_isReported() throws Exception {
        try (Server server = Server.start("magibu.embedding.on-too-long=truncate")) {
            String tooLong = "uzun ".repeat(400);
            JsonNode json = Server.json(server.post("/v1/embeddings", Server.json(Map.of("input", List.of("kısa", tooLong)))));

            assertThat(json.at("/data/0").propertyNames()).doesNotContain("truncated", "dropped_tokens");
            assertThat(json.at("/data/1/truncated").booleanValue()).isTrue();
            assertThat(json.at("/data/1/dropped_tokens").intValue()).isEqualTo(server.embedder.countTokens(tooLong) - 384);
            assertThat(Server.json(server.get("/info")).at("/auto_truncate").booleanValue()).isTrue();
        }
    }

    @Test
    void defaultPrompt_isThatOfRequestsWithoutOne() throws Exception {
        try (Server server = Server.start("magibu.server.default-prompt=query")) {
            JsonNode json = Server.json(server.post("/v1/embeddings", "{\"input\":\"Ankara\"}"));

            assertThat(Server.vector(json.at("/data/0/embedding"))).containsExactly(server.embedder.encodeQuery("Ankara"));
        }
    }

    @Test
    void concurrentClients_getTheVectorsOfTheirTexts() throws Exception {
        try (Server server = Server.start()) {
            ExecutorService clients = Executors.newFixedThreadPool(16);
            List<Future<Map<String, float[]>>> answers = new ArrayList<>();
            for (int client = 0; client < 16; client++) {
                answers.add(clients.submit(requests(server, client)));
            }
            for (Future<Map<String, float[]>> answer : answers) {
                answer.get(2, TimeUnit.MINUTES).forEach((text, vector) -> {
                    float[] alone = server.embedder.embed(Passage.of(text), EncodeOptions.defaults()).vector();
                    assertThat(vector).hasSameSizeAs(alone);
                    for (int i = 0; i < alone.length; i++) { // which texts share a batch changes the last bits
                        assertThat(vector[i]).as(text).isCloseTo(alone[i], Offset.offset(TinyModel.TOLERANCE));
                    }
                });
            }
            clients.shutdown();
        }
    }

    private static Callable<Map<String, float[]>> requests(Server server, int client) {
        return () -> {
            Map<String, float[]> vectors = new HashMap<>();
            for (int i = 0; i < 20; i++) {
                List<String> texts = List.of("metin " + client + " " + i, "uzunca bir cümle ".repeat(i) + client);
                JsonNode json = Server.json(server.post("/v1/embeddings", Server.json(Map.of("input", texts))));
                for (int j = 0; j < texts.size(); j++) {
                    vectors.put(texts.get(j), Server.vector(json.at("/data/" + j + "/embedding")));
                }
            }
            return vectors;
        };
    }

    @Test
    void accessLog_hasSizes_butNoTextKeyOrUser() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        try (Server server = Server.start("magibu.server.api-keys=secret-key")) {
            log(lines, true);
            String key = "Bearer secret-key";
            server.post("/v1/embeddings?q=secret-query", "{\"input\":[\"secret-text\",\"b\"],\"user\":\"secret-user\"}", "Authorization",
                    key);
            server.post("/v1/embeddings", "{\"input\":\"secret-text\",\"dimensions\":\"secret\"}", "Authorization", key);
            server.post("/embed", "{\"inputs\":\"secret-text\"", "Authorization", "Bearer secret-guess");
            server.get("/health");

            List<ILoggingEvent> requests =
                    lines.list.stream().filter(line -> line.getLoggerName().endsWith(".AccessLog")).toList();
            assertThat(requests).extracting(line -> values(line).get("status")).containsExactly(200, 400, 401);
            Map<String, Object> first = values(requests.get(0));
            assertThat(first)
                    .containsEntry("method", "POST").containsEntry("path", "/v1/embeddings").containsEntry("texts", 2)
                    .containsEntry("truncated", 0L)
                    .containsEntry("tokens", (long) server.embedder.countTokens("secret-text") + server.embedder.countTokens("b"))
                    .containsKeys("milliseconds");
            assertThat((long) first.get("bytes")).isGreaterThan(500);
            assertThat(lines.list).noneMatch(line -> (line.getFormattedMessage() + line.getKeyValuePairs()).contains("secret"));
        } finally {
            log(lines, false);
        }
    }

    private static Map<String, Object> values(ILoggingEvent line) {
        Map<String, Object> values = new HashMap<>();
        line.getKeyValuePairs().forEach(pair -> values.put(pair.key, pair.value));
        return values;
    }

    @Test
    void metrics_arePrometheus_andHealthIsUp() throws Exception {
        try (Server server = Server.start()) {
            server.post("/embed", "{\"inputs\":\"a\"}");

            assertThat(server.get("/metrics").body()).contains("http_server_requests_seconds_count", "magibu_", "uri=\"/embed\"");
            assertThat(Server.json(server.get("/health")).at("/status").asString()).isEqualTo("UP");
            assertThat(Server.json(server.get("/health/ready")).at("/status").asString()).isEqualTo("UP");
            for (String path : List.of("/env", "/beans", "/heapdump", "/configprops", "/loggers", "/shutdown", "/actuator")) {
                assertThat(server.get(path).statusCode()).as(path).isEqualTo(404);
            }
        }
    }

    @Test
    void end_waitsForRunningRequests() throws Exception {
        Server server = Server.start("magibu.embedding.max-batch-tokens=512");
        CompletableFuture<HttpResponse<String>> answer = server.postAsync("/v1/embeddings", Server.longTexts(100));
        awaitRunning(server, 1);

        server.close();

        assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(Server.json(answer.join()).at("/data")).hasSize(100);
    }
}
