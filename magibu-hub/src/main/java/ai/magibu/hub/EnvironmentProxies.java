package ai.magibu.hub;

import ai.magibu.hub.HubException.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Java's own proxy settings if they name a proxy for the address; otherwise {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code
 * ALL_PROXY} and {@code NO_PROXY}, in lower case first, as other programs read them.
 */
final class EnvironmentProxies extends ProxySelector {

    private static final int DEFAULT_PORT = 80;

    private final Map<String, String> environment;

    EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (javaDecides(uri)) {
            return ProxySelector.getDefault().select(uri);
        }
        URI proxy = proxy(uri);
        if (proxy == null) {
            return List.of(Proxy.NO_PROXY);
        }
        int port = proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort();
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    private static boolean javaDecides(URI uri) {
        ProxySelector java = ProxySelector.getDefault();
        return java != null
                && (System.getProperty(uri.getScheme() + ".proxyHost") != null
                        || java.select(uri).stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT));
    }

    /** Returns the value of {@code Proxy-Authorization} for that address; null if the variable for its proxy names no user. */
    @Nullable
    String authorization(URI uri) {
        String credentials = credentials(uri);
        return credentials == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the user and the password of the proxy for that address; null if the address has no proxy with credentials. */
    @Nullable
    String credentials(URI uri) {
        URI proxy = proxy(uri);
        return proxy == null ? null : proxy.getUserInfo();
    }

    private @Nullable URI proxy(URI uri) {
        String name = uri.getScheme().toLowerCase(Locale.ROOT) + "_proxy";
        String value = value(name);
        if (value == null) {
            name = "all_proxy";
            value = value(name);
        }
        if (value == null || isExempt(uri) || javaDecides(uri)) {
            return null;
        }
        try {
            URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
            if (proxy.getHost() != null && proxy.getScheme().equalsIgnoreCase("http")) {
                return proxy;
            }
        } catch (IllegalArgumentException e) {
            // Without the value and the cause: it may hold a password.
        }
        throw new HubException(
                Reason.SETTINGS, name.toUpperCase(Locale.ROOT) + " must be http://host:port; other kinds of proxies are not supported");
    }

    private boolean isExempt(URI uri) {
        String list = value("no_proxy");
        if (list == null) {
            return false;
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        for (String entry : list.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
            String name = entry.startsWith("*.") ? entry.substring(1) : entry;
            if (name.equals("*") || name.equals(host) || name.equals(host + ":" + uri.getPort())) {
                return true;
            }
            String suffix = name.startsWith(".") ? name : "." + name;
            if (!name.isEmpty() && (host.endsWith(suffix) || suffix.equals("." + host))) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String value(String name) {
        String value = environment.get(name);
        value = value == null || value.isBlank() ? environment.get(name.toUpperCase(Locale.ROOT)) : value;
        return value == null || value.isBlank() ? null : value.strip();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The request fails with its own message.
    }
}
