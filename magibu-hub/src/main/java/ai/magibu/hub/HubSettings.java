package ai.magibu.hub;

import ai.magibu.hub.HubException.Reason;
import ai.magibu.hub.internal.Arguments;
import ai.magibu.hub.internal.TrustedFolder;
import ai.magibu.hub.internal.UserCache;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hub's address, the token, and the folder for downloaded files: taken from the environment variables of Python's {@code
 * huggingface_hub}, with its defaults, and set in code by the methods that start with {@code with}:
 *
 * <pre>{@code
 * HubSettings hub = HubSettings.fromEnvironment().withToken(token).withCacheDirectory(Path.of("/models"));
 * new Hub(hub).download(RepositoryId.dataset("owner/name"), Hub.MAIN, "**.parquet");
 * }</pre>
 *
 * <table>
 *   <caption>Variables</caption>
 *   <tr><td>{@code HF_HUB_CACHE}<td>the cache; default {@code HF_HOME/hub}, where {@code HF_HOME} is {@code
 *       $XDG_CACHE_HOME/huggingface} or {@code ~/.cache/huggingface} by default
 *   <tr><td>{@code HF_ENDPOINT}<td>the hub or a mirror; default {@code https://huggingface.co}
 *   <tr><td>{@code HF_TOKEN}<td>the token; default the content of the file {@code HF_TOKEN_PATH}, which is {@code HF_HOME/token}
 *       by default; none with {@code HF_HUB_DISABLE_IMPLICIT_TOKEN=1}
 *   <tr><td>{@code HF_HUB_OFFLINE}<td>{@code 1}: no requests, only the cache
 *   <tr><td>{@code HF_HUB_DISABLE_SYMLINKS}<td>{@code 1}: copies in the cache instead of links
 *   <tr><td>{@code HF_HUB_ETAG_TIMEOUT}, {@code HF_HUB_DOWNLOAD_TIMEOUT}<td>seconds until a silent hub or a stalled
 *       download counts as failed; default 10
 *   <tr><td>{@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY}, {@code NO_PROXY}<td>the proxies, unless Java's own proxy
 *       properties name one
 * </table>
 *
 * <p>Immutable. {@link #toString()} does not show the token.
 */
public final class HubSettings {

    private static final URI DEFAULT_ENDPOINT = URI.create("https://huggingface.co");
    private static final int DEFAULT_TIMEOUT_SECONDS = 10;
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([^}]*)}|(\\w+))");
    /** The characters that a header can carry: visible ASCII. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private final Map<String, String> environment;
    private final Pause pause;

    private HubSettings(Map<String, String> environment, Pause pause) {
        this.environment = Map.copyOf(environment);
        this.pause = pause;
    }

    /** Returns the settings of this process's environment. */
    public static HubSettings fromEnvironment() {
        return of(System.getenv());
    }

    /** Returns the settings of that environment, with the defaults for missing variables. */
    public static HubSettings of(Map<String, String> environment) {
        return new HubSettings(Arguments.requireSet("environment", environment), Pause.SLEEP);
    }

    /**
     * Returns these settings with another token.
     *
     * @throws IllegalArgumentException if the token is blank or contains invalid characters
     */
    public HubSettings withToken(String token) {
        if (token == null || !TOKEN.matcher(token.strip()).matches()) {
            throw new IllegalArgumentException("the hub's token is empty, or contains invalid characters");
        }
        return with("HF_TOKEN", token.strip()).with("HF_HUB_DISABLE_IMPLICIT_TOKEN", "0");
    }

    /**
     * Returns these settings with another hub, such as a mirror.
     *
     * @param endpoint {@code https://host} or {@code http://host}, optionally with a port and a path
     * @throws HubException if it is another kind of address, or contains a password
     */
    public HubSettings withEndpoint(String endpoint) {
        HubSettings settings = with("HF_ENDPOINT", Arguments.requireSet("endpoint", endpoint));
        settings.endpoint();
        return settings;
    }

    /** Returns these settings with another folder for downloaded files: the one with {@code models--owner--name}. */
    public HubSettings withCacheDirectory(Path directory) {
        return with("HF_HUB_CACHE", Arguments.requireSet("directory", directory).toAbsolutePath().toString());
    }

    /** Returns these settings with requests forbidden, or allowed even if the environment forbids them. */
    public HubSettings withOffline(boolean offline) {
        return with("HF_HUB_OFFLINE", offline ? "1" : "0");
    }

    private HubSettings with(String name, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(name, value);
        return new HubSettings(changed, pause);
    }

    HubSettings withPause(Pause newPause) {
        return new HubSettings(environment, newPause);
    }

    Pause pause() {
        return pause;
    }

    /**
     * Returns the hub's address, without a slash at its end.
     *
     * @throws HubException if {@code HF_ENDPOINT} is not an address of a hub
     */
    public URI endpoint() {
        String value = value("HF_ENDPOINT");
        if (value == null) {
            return DEFAULT_ENDPOINT;
        }
        try {
            URI uri = new URI(value.replaceAll("/+$", ""));
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null
                    || !(scheme.equals("https") || scheme.equals("http"))) {
                throw new URISyntaxException(scheme, "not an address of a hub");
            }
            return uri;
        } catch (URISyntaxException e) {
            // Without the value and the cause: it may hold a password.
            throw new HubException(Reason.SETTINGS,
                    "the hub's address (HF_ENDPOINT) must be https://host or http://host, optionally with a port and a path");
        }
    }

    /** Returns the cache that this library shares with Python: the folder with {@code models--owner--name}. */
    public Path cacheDirectory() {
        String cache = value("HF_HUB_CACHE");
        cache = cache == null ? value("HUGGINGFACE_HUB_CACHE") : cache;
        return cache == null ? hubHome().resolve("hub") : expand(cache);
    }

    /** Returns whether requests are forbidden. */
    public boolean offline() {
        return isTrue("HF_HUB_OFFLINE") || (value("HF_HUB_OFFLINE") == null && isTrue("TRANSFORMERS_OFFLINE"));
    }

    boolean symbolicLinks() {
        return !isTrue("HF_HUB_DISABLE_SYMLINKS");
    }

    Duration answerTimeout() {
        return seconds("HF_HUB_ETAG_TIMEOUT");
    }

    Duration stallTimeout() {
        return seconds("HF_HUB_DOWNLOAD_TIMEOUT");
    }

    /** Returns the token; null without one. */
    @Nullable
    String token() {
        if (isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
            return null;
        }
        String token = value("HF_TOKEN");
        token = token == null ? value("HUGGING_FACE_HUB_TOKEN") : token;
        String where = "HF_TOKEN";
        if (token == null) {
            Path file = tokenFile();
            where = "the token file " + file;
            try {
                requireTrusted(file, where);
                token = Files.readString(file);
            } catch (NoSuchFileException e) {
                return null;
            } catch (IOException e) {
                throw new HubException(Reason.ACCESS, where + " cannot be read: " + e.getClass().getSimpleName(), e);
            }
        }
        token = token.strip();
        if (token.isEmpty()) {
            return null;
        }
        if (!TOKEN.matcher(token).matches()) {
            throw new HubException(Reason.ACCESS, where + " contains characters that are invalid in a token");
        }
        return token;
    }

    /** A token that another user wrote there would send requests under that user's name. */
    private void requireTrusted(Path file, String where) throws IOException {
        boolean configured = value("HF_TOKEN_PATH") != null || isHomeConfigured();
        Path folder = file.toAbsolutePath().getParent();
        String problem = Files.exists(file) && folder != null ? new TrustedFolder(folder, configured).problem(file) : null;
        if (problem != null) {
            throw new HubException(Reason.ACCESS, where + " is not used: " + problem);
        }
    }

    TrustedFolder trustedCache() {
        boolean configured = value("HF_HUB_CACHE") != null || value("HUGGINGFACE_HUB_CACHE") != null || isHomeConfigured();
        return new TrustedFolder(cacheDirectory(), configured);
    }

    private boolean isHomeConfigured() {
        return value("HF_HOME") != null || value("XDG_CACHE_HOME") != null;
    }

    EnvironmentProxies proxies() {
        return new EnvironmentProxies(environment);
    }

    /** Returns the user's home; null for a user without one. */
    @Nullable
    Path home() {
        String home = value("HOME");
        return home == null ? UserCache.home() : Path.of(home);
    }

    private Path hubHome() {
        String home = value("HF_HOME");
        if (home != null) {
            return expand(home);
        }
        String cache = value("XDG_CACHE_HOME");
        if (cache != null) {
            return expand(cache).resolve("huggingface");
        }
        Path userHome = home();
        Path base = userHome == null ? UserCache.temporary() : userHome.resolve(".cache");
        return base.resolve("huggingface");
    }

    private Path tokenFile() {
        String path = value("HF_TOKEN_PATH");
        return path == null ? hubHome().resolve("token") : expand(path);
    }

    /** Replaces {@code ~} and {@code $NAME} as Python's expanduser and expandvars do; an unknown variable stays. */
    private Path expand(String path) {
        String expanded = VARIABLE.matcher(path).replaceAll(match -> {
            String name = match.group(1) == null ? match.group(2) : match.group(1);
            return Matcher.quoteReplacement(environment.getOrDefault(name, match.group()));
        });
        return atHome(expanded);
    }

    /**
     * Returns the path that a user wrote, with the home folder in place of a leading {@code ~}.
     *
     * @throws java.nio.file.InvalidPathException if the text is not a path on this platform
     */
    public Path atHome(String path) {
        Arguments.requireSet("path", path);
        Path home = path.equals("~") || path.startsWith("~/") ? home() : null;
        return home == null ? Path.of(path) : home.resolve(path.substring(Math.min(2, path.length())));
    }

    private Duration seconds(String name) {
        String value = value(name);
        try {
            int seconds = value == null ? DEFAULT_TIMEOUT_SECONDS : Integer.parseInt(value.strip());
            return Duration.ofSeconds(seconds <= 0 ? DEFAULT_TIMEOUT_SECONDS : seconds);
        } catch (NumberFormatException e) {
            throw new HubException(Reason.SETTINGS, name + " must be a whole number of seconds, not \"" + value + "\"");
        }
    }

    private boolean isTrue(String name) {
        String value = value(name);
        return value != null && TRUE.contains(value.toUpperCase(Locale.ROOT));
    }

    /** Returns null for a missing or empty variable. */
    private @Nullable String value(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    @Override
    public String toString() {
        return "the hub at " + endpoint() + " with its cache in " + cacheDirectory() + (offline() ? ", offline" : "");
    }
}
