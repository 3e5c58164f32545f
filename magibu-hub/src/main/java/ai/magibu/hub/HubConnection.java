package ai.magibu.hub;

import ai.magibu.hub.HubException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Single requests to a hub. Redirects are followed here and not by the JDK's client, so that the token goes to the hub's own
 * origin (scheme, host and port) and nowhere else.
 */
final class HubConnection {

    private static final int MOST_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** A number, because a name would have to be looked up. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");

    private final URI endpoint;
    private final @Nullable String token;
    private final EnvironmentProxies proxies;
    private final Duration answerTimeout;
    private final Duration stallTimeout;
    private final HttpClient client;
    private final Redaction redaction;

    HubConnection(HubSettings settings) {
        this.endpoint = settings.endpoint();
        this.token = settings.token();
        this.proxies = settings.proxies();
        this.answerTimeout = settings.answerTimeout();
        this.stallTimeout = settings.stallTimeout();
        this.redaction = Redaction.of(token, proxies.credentials(endpoint));
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(answerTimeout)
                .proxy(proxies)
                .build();
    }

    URI endpoint() {
        return endpoint;
    }

    Duration stallTimeout() {
        return stallTimeout;
    }

    Redaction redaction() {
        return redaction;
    }

    boolean hasToken() {
        return token != null;
    }

    /** An answer, and whether it comes from the hub itself or from a host it redirected to. */
    record Answer(HttpResponse<TimedBody> response, boolean ofHub) implements AutoCloseable {

        int status() {
            return response.statusCode();
        }

        @Nullable
        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        /** Returns whether the body is compressed, which no request here allows. */
        boolean isEncoded() {
            String encoding = header("Content-Encoding");
            return encoding != null && !encoding.strip().equalsIgnoreCase("identity");
        }

        boolean isHtml() {
            String type = header("Content-Type");
            return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/html");
        }

        @Override
        public void close() {
            response.body().close();
        }
    }

    /** Requests the headers of a file. If the hub redirects to another host, the answer is the redirect, which describes the file. */
    Answer head(RepositoryId repository, String revision, String file) throws TransientFailure {
        return send("HEAD", file(repository, revision, file), 0, repository + "/" + file);
    }

    /**
     * Requests a content from a byte on. The server may send all of it.
     *
     * @param what the content, for messages
     */
    Answer get(URI address, String what, long from) throws TransientFailure {
        return send("GET", address, from, what);
    }

    /** Returns the address of a question about a revision, such as {@code …/api/models/owner/name/tree/main}. */
    URI api(RepositoryId repository, String question, String revision) {
        return URI.create(endpoint + "/" + repository.api() + "/" + question + "/" + encode(revision));
    }

    /** Returns the address of a file. */
    URI file(RepositoryId repository, String revision, String file) {
        StringBuilder path = new StringBuilder(endpoint.toString())
                .append('/').append(repository.page()).append("/resolve/").append(encode(revision));
        for (String segment : file.split("/")) {
            path.append('/').append(encode(segment));
        }
        return URI.create(path.toString());
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer send(String method, URI start, long from, String what) throws TransientFailure {
        URI address = start;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            boolean ofHub = isHub(address);
            Answer answer = new Answer(exchange(method, address, from), ofHub);
            String location = answer.header("Location");
            if (!REDIRECTS.contains(answer.status()) || location == null) {
                return answer;
            }
            URI next = resolve(address, location, what);
            if (method.equals("HEAD") && (!isHub(next) || answer.header("X-Linked-Etag") != null)) {
                return answer;
            }
            answer.close();
            rejectDowngrade(address, next, what);
            address = next;
        }
        throw new HubException(Reason.NETWORK, "the hub redirects too often for " + what);
    }

    private static URI resolve(URI address, String location, String what) {
        try {
            URI next = address.resolve(location);
            String scheme = next.getScheme() == null ? "" : next.getScheme().toLowerCase(Locale.ROOT);
            if (next.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
                return next;
            }
        } catch (IllegalArgumentException e) {
            // Without the cause: such an address can grant access.
        }
        throw new HubException(Reason.INTEGRITY, "the hub redirects to an invalid address, for " + what);
    }

    private void rejectDowngrade(URI from, URI to, String what) {
        if (!keepsEncryption(from, to)) {
            throw new HubException(
                    Reason.INTEGRITY, "the hub redirects from https to http at " + redaction.printable(to.getHost()) + ", for " + what
                            + "; the redirect is not followed");
        }
    }

    static boolean keepsEncryption(URI from, URI to) {
        return to.getScheme().equalsIgnoreCase("https") || from.getScheme().equalsIgnoreCase("http") || isLoopback(to.getHost());
    }

    private static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return ADDRESS.matcher(host).matches() && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Returns whether an address has the hub's own scheme, host and port. */
    boolean isHub(URI address) {
        return endpoint.getScheme().equalsIgnoreCase(address.getScheme())
                && address.getHost() != null
                && address.getHost().equalsIgnoreCase(endpoint.getHost())
                && port(address) == port(endpoint);
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : address.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private HttpResponse<TimedBody> exchange(String method, URI address, long from) throws TransientFailure {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .setHeader("User-Agent", "magibu/" + LibraryVersion.VALUE)
                .setHeader("Accept-Encoding", "identity"); // hashes and ranges are those of the file itself
        if (token != null && isHub(address)) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        String proxyAuthorization = proxies.authorization(address);
        if (proxyAuthorization != null) {
            request.setHeader("Proxy-Authorization", proxyAuthorization);
        }
        if (from > 0) {
            request.setHeader("Range", "bytes=" + from + "-");
        }
        CompletableFuture<HttpResponse<TimedBody>> future =
                client.sendAsync(request.build(), headers -> new TimedBody(stallTimeout));
        try {
            return future.get(answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw unreachable(address, "no answer for " + answerTimeout.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            future.cancel(true);
            throw Backoff.interrupted(e);
        } catch (ExecutionException e) {
            Throwable cause = redaction.cleaned(Objects.requireNonNull(e.getCause()));
            if (cause instanceof IOException failure) {
                throw unreachable(address, description(failure), failure);
            }
            throw new HubException(
                    Reason.NETWORK,
                    "the request to " + redaction.printable(address.getHost()) + " failed: " + redaction.printable(String.valueOf(cause)),
                    cause);
        }
    }

    /** The JDK's connection failures often have no message, or only the one of a cause. */
    private String description(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "the name cannot be resolved";
            }
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                return redaction.printable(cause.getMessage());
            }
        }
        return failure instanceof ConnectException ? "no connection" : failure.getClass().getSimpleName();
    }

    private TransientFailure unreachable(URI address, String why, Throwable cause) {
        return new TransientFailure(
                redaction.printable(address.getHost()) + " cannot be reached (" + why
                        + "); check the network, HTTPS_PROXY or https.proxyHost, and HF_ENDPOINT."
                        + " Without a network, files are read from the cache after a first download, or from a folder",
                null,
                cause);
    }
}
