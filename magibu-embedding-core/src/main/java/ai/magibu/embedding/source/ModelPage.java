package ai.magibu.embedding.source;

import ai.magibu.hub.HubException;
import ai.magibu.hub.HubSettings;
import ai.magibu.hub.internal.SafeNames;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a model's page on the hub, as a browser shows it.
 *
 * @param repository {@code owner/name}
 * @param revision the revision; null for the main branch
 */
record ModelPage(String repository, @Nullable String revision) {

    private static final Pattern URL = Pattern.compile("(?i)(https?://[^/?#]+)(/[^?#]*)?.*", Pattern.DOTALL);
    private static final Set<String> HUGGING_FACE =
            Set.of("https://huggingface.co", "http://huggingface.co", "https://www.huggingface.co", "https://hf.co");
    private static final Set<String> OTHER_KINDS = Set.of("datasets", "spaces", "papers", "collections", "docs", "blog", "api");
    private static final Set<String> PAGES = Set.of("tree", "commit", "commits", "discussions");

    /**
     * Returns null for anything but an address of the hub.
     *
     * @throws IllegalArgumentException if it is an address of the hub, but not that of a model
     * @throws ai.magibu.embedding.api.ModelSourceException if the configured address of the hub is invalid
     */
    static @Nullable ModelPage parse(String text, HubSettings hub) {
        Matcher url = URL.matcher(text.strip());
        if (!url.matches()) {
            return null;
        }
        String path = url.group(2) == null ? "" : url.group(2);
        URI endpoint = endpoint(hub);
        if ((url.group(1) + path + "/").toLowerCase(Locale.ROOT).startsWith(endpoint.toString().toLowerCase(Locale.ROOT) + "/")) {
            path = (url.group(1) + path + "/").substring(endpoint.toString().length());
        } else if (!HUGGING_FACE.contains(url.group(1).toLowerCase(Locale.ROOT))) {
            return null;
        }
        List<String> parts = List.of(path.replaceAll("^/+|/+$", "").split("/+"));
        boolean named = parts.size() >= 2 && !OTHER_KINDS.contains(parts.get(0));
        boolean whole = parts.size() == 2 || (parts.size() == 3 && PAGES.contains(parts.get(2)));
        boolean revision = parts.size() >= 4 && Set.of("tree", "commit").contains(parts.get(2));
        if (!named || !(whole || revision)) {
            throw new IllegalArgumentException("\"" + SafeNames.printable(text) + "\" is not the page of a model: write owner/name or"
                    + " owner/name@revision");
        }
        return new ModelPage(
                parts.get(0) + "/" + parts.get(1), revision ? decode(String.join("/", parts.subList(3, parts.size()))) : null);
    }

    private static URI endpoint(HubSettings hub) {
        try {
            return hub.endpoint();
        } catch (HubException e) {
            throw HubSource.translated(e);
        }
    }

    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
