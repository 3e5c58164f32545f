package ai.magibu.cli;

import ai.magibu.embedding.test.TinyModel;
import ai.magibu.hub.HubSettings;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The tiny model on a hub, as owner/tiny at the commit of its branch main; the core's tests have the whole protocol. */
final class SmallHub implements AutoCloseable {

    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private final HttpServer server;
    private final Path model;

    SmallHub() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer takes 40 ms
        model = TinyModel.folder();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        server.createContext("/owner/gated/", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("X-Error-Code", "GatedRepo");
                exchange.sendResponseHeaders(401, -1);
            }
        });
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    HubSettings settings(Path cache) {
        return HubSettings.of(Map.of(
                "HF_ENDPOINT", address(), "HF_HUB_CACHE", cache.toString(), "HF_TOKEN_PATH", cache.resolve("none").toString()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
        String[] parts = exchange.getRequestURI().getPath().split("/", 6); // "", owner, name, resolve, revision, file
        Path file = model.resolve(parts[5]);
        if (!parts[2].equals("tiny") || !(parts[4].equals("main") || parts[4].equals(COMMIT)) || !Files.isRegularFile(file)) {
            exchange.getResponseHeaders().set("X-Error-Code", parts[4].equals("main") || parts[4].equals(COMMIT) ? "EntryNotFound" : "RevisionNotFound");
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        byte[] content = Files.readAllBytes(file);
        exchange.getResponseHeaders().set("ETag", "\"" + gitHash(content) + "\"");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private static String gitHash(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
