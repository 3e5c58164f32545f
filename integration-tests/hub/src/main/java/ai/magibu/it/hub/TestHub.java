package ai.magibu.it.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks the hub's protocol, and a second one for the large files that it redirects to, as the real hub's storage.
 * It records every request. A repository is {@code owner/name} for a model and {@code datasets/owner/name} for a data set.
 */
public final class TestHub implements AutoCloseable {

    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    public static final String LATER_COMMIT = "89abcdef0123456789abcdef0123456789abcdef";

    private static final Pattern PATH = Pattern.compile(
            "/(?:api/(?<api>models|datasets)/)?(?<repository>(?:datasets/)?[^/]+/[^/]+)"
                    + "/(?<verb>resolve|revision|tree)/(?<revision>[^/]+)(?:/(?<file>.+))?");

    /** A request to the hub or, for the path {@code /blob/…}, to the storage. */
    public record Request(String method, String path, Map<String, String> headers) {
        public boolean isFor(String file) {
            return path.endsWith("/" + file);
        }
    }

    /** Answers in place of the server; false leaves it to the server. */
    @FunctionalInterface
    public interface Fault {
        boolean handle(HttpExchange exchange) throws IOException;
    }

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer takes 40 ms
    }

    private final HttpServer hub = server();
    private final HttpServer storage = server();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Map<String, byte[]>> commits = new HashMap<>();
    private final Map<String, String> branches = new HashMap<>();
    private final Map<String, byte[]> blobs = new HashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Fault> hubFaults = new CopyOnWriteArrayList<>();
    private final List<Fault> storageFaults = new CopyOnWriteArrayList<>();
    private @Nullable String neededToken;

    public TestHub() {
        hub.createContext("/", exchange -> answer(exchange, hubFaults, this::answerOfHub));
        storage.createContext("/", exchange -> answer(exchange, storageFaults, this::answerOfStorage));
        hub.setExecutor(threads);
        storage.setExecutor(threads);
        hub.start();
        storage.start();
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a commit, which becomes the branch main's. */
    public TestHub add(String repository, String commit, Map<String, byte[]> files) {
        commits.put(repository + "/" + commit, new TreeMap<>(files));
        branches.put(repository + "/main", commit);
        files.values().forEach(content -> blobs.put(sha256(content), content));
        return this;
    }

    public TestHub add(String repository, String commit, Path folder) {
        return add(repository, commit, files(folder));
    }

    public static Map<String, byte[]> files(Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    public void name(String repository, String revision, String commit) {
        branches.put(repository + "/" + revision, commit);
    }

    public void needToken(String token) {
        neededToken = token;
    }

    public void breakHub(Fault fault) {
        hubFaults.add(fault);
    }

    public void breakStorage(Fault fault) {
        storageFaults.add(fault);
    }

    public void repair() {
        hubFaults.clear();
        storageFaults.clear();
    }

    public String address() {
        return "http://127.0.0.1:" + hub.getAddress().getPort();
    }

    public String storageAddress() {
        return "http://127.0.0.1:" + storage.getAddress().getPort();
    }

    /** Returns the environment variables of a user of this hub. */
    public Map<String, String> environment(Path cache, String... more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HF_ENDPOINT", address(), "HF_HUB_CACHE", cache.toString(), "HF_TOKEN_PATH", cache.resolve("no-token").toString()));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    public List<Request> requests() {
        return requests;
    }

    public List<Request> requests(String method, String file) {
        return requests.stream().filter(request -> request.method().equals(method) && request.isFor(file)).toList();
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private void answer(HttpExchange exchange, List<Fault> faults, Answer answer) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        requests.add(new Request(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), headers));
        try {
            for (Fault fault : faults) {
                if (fault.handle(exchange)) {
                    return;
                }
            }
            answer.to(exchange);
        } finally {
            exchange.close();
        }
    }

    private void answerOfHub(HttpExchange exchange) throws IOException {
        Matcher path = PATH.matcher(exchange.getRequestURI().getRawPath());
        if (!path.matches() || (path.group("file") != null) != path.group("verb").equals("resolve")) {
            error(exchange, 404, "RepoNotFound");
            return;
        }
        String repository = ("datasets".equals(path.group("api")) ? "datasets/" : "") + path.group("repository");
        if (neededToken != null && !("Bearer " + neededToken).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            error(exchange, 401, "GatedRepo");
            return;
        }
        if (branches.keySet().stream().noneMatch(branch -> branch.startsWith(repository + "/"))) {
            error(exchange, 401, "RepoNotFound"); // so that private and missing ones look the same
            return;
        }
        String revision = URLDecoder.decode(path.group("revision"), StandardCharsets.UTF_8);
        String commit = branches.getOrDefault(repository + "/" + revision, revision);
        Map<String, byte[]> files = commits.get(repository + "/" + commit);
        if (files == null) {
            error(exchange, 404, "RevisionNotFound");
            return;
        }
        exchange.getResponseHeaders().set("X-Repo-Commit", commit);
        switch (path.group("verb")) {
            case "revision" -> sendJson(exchange, "{\"id\": \"" + repository + "\", \"sha\": \"" + commit + "\"}");
            case "tree" -> sendTree(exchange, files);
            default -> sendFile(exchange, files, URLDecoder.decode(path.group("file"), StandardCharsets.UTF_8));
        }
    }

    /** In pages of three entries, with the folders among them. */
    private void sendTree(HttpExchange exchange, Map<String, byte[]> files) throws IOException {
        List<String> entries = new ArrayList<>();
        Set<String> folders = new TreeSet<>();
        files.forEach((name, content) -> {
            if (name.contains("/") && folders.add(name.substring(0, name.lastIndexOf('/')))) {
                entries.add(String.format(Locale.ROOT, "{\"type\": \"directory\", \"oid\": \"%s\", \"size\": 0, \"path\": \"%s\"}",
                        gitHash(new byte[0]), name.substring(0, name.lastIndexOf('/'))));
            }
            String lfs = isLarge(name)
                    ? String.format(Locale.ROOT, ", \"lfs\": {\"oid\": \"%s\", \"size\": %d, \"pointerSize\": 134}",
                            sha256(content), content.length)
                    : "";
            String oid = gitHash(isLarge(name) ? sha256(content).getBytes(StandardCharsets.US_ASCII) : content);
            entries.add(String.format(Locale.ROOT, "{\"type\": \"file\", \"oid\": \"%s\", \"size\": %d, \"path\": \"%s\"%s}",
                    oid, content.length, name, lfs));
        });
        String query = exchange.getRequestURI().getQuery();
        if (query == null || !query.contains("recursive=true")) {
            entries.removeIf(entry -> entry.matches(".*\"path\": \"[^\"]*/.*"));
        }
        int from = query != null && query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=(\\d+).*", "$1")) : 0;
        int to = Math.min(from + 3, entries.size());
        if (to < entries.size()) {
            String next = address() + exchange.getRequestURI().getRawPath() + "?recursive=true&cursor=" + to;
            exchange.getResponseHeaders().set("Link", "<" + next + ">; rel=\"next\"");
        }
        sendJson(exchange, "[" + String.join(", ", entries.subList(from, to)) + "]");
    }

    private static void sendJson(HttpExchange exchange, String json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        send(exchange, json.getBytes(StandardCharsets.UTF_8));
    }

    private void sendFile(HttpExchange exchange, Map<String, byte[]> files, String name) throws IOException {
        byte[] content = files.get(name);
        if (content == null) {
            error(exchange, 404, "EntryNotFound");
        } else if (isLarge(name)) {
            String hash = sha256(content);
            exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + hash + "\"");
            exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
            exchange.getResponseHeaders().set("Location", storageAddress() + "/blob/" + hash + "?signature=secret");
            exchange.sendResponseHeaders(302, -1);
        } else {
            exchange.getResponseHeaders().set("ETag", "\"" + gitHash(content) + "\"");
            send(exchange, content);
        }
    }

    private void answerOfStorage(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] content = blobs.get(path.substring(path.lastIndexOf('/') + 1));
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            exchange.getResponseHeaders().set("ETag", "\"an-etag-of-the-storage\"");
            send(exchange, content);
        }
    }

    public static boolean isLarge(String file) {
        return file.endsWith(".safetensors") || file.endsWith(".parquet") || file.endsWith("tokenizer.json");
    }

    public static void error(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().set("X-Error-Code", code);
        exchange.sendResponseHeaders(status, -1);
    }

    public static void send(HttpExchange exchange, byte[] content) throws IOException {
        int from = 0;
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range != null) {
            from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            if (from >= content.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        byte[] part = Arrays.copyOfRange(content, from, content.length);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(part.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, part.length == 0 ? -1 : part.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(part);
        }
    }

    /** The content of a blob that a request to the storage asks for. */
    public byte[] blobOf(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return Objects.requireNonNull(blobs.get(path.substring(path.lastIndexOf('/') + 1)));
    }

    public static String sha256(byte[] content) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(content));
    }

    public static String gitHash(byte[] content) {
        MessageDigest digest = digest("SHA-1");
        digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest(content));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        storage.stop(0);
        threads.shutdownNow();
    }
}
