package ai.magibu.embedding.source;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells apart what users write for a model; the rules stand at {@link ModelSource#parse(String)}. */
final class SourceParser {

    /** At least two letters, for one is a drive. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.*-]+:.*", Pattern.DOTALL);

    private static final Pattern PATH_START = Pattern.compile("(?:[./~]|[A-Za-z]:).*", Pattern.DOTALL);

    private SourceParser() {}

    static ModelSource parse(String text, HubSettings hub) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("no model is named: write a folder, or the hub's owner/name");
        }
        if (text.startsWith(ClasspathSource.PREFIX)) {
            return ClasspathSource.of(text.substring(ClasspathSource.PREFIX.length()), text);
        }
        Path path = path(text, hub);
        if (path != null && Files.isDirectory(path)) {
            return new FolderSource(path, text);
        }
        if (SCHEME.matcher(text).matches() && !looksLikeHubId(text)) {
            throw new IllegalArgumentException("\"" + text + "\" is no model: write a folder's path without a scheme, the hub's"
                    + " owner/name or owner/name@revision, or classpath:/folder/");
        }
        if (looksLikeHubId(text)) {
            int at = text.indexOf('@');
            return at < 0
                    ? HubSource.written(text, text, null, hub)
                    : HubSource.written(text, text.substring(0, at), text.substring(at + 1), hub);
        }
        if (path == null) {
            throw new IllegalArgumentException("\"" + text + "\" is neither a path nor the hub's owner/name");
        }
        return new FolderSource(path, text);
    }

    private static boolean looksLikeHubId(String text) {
        int at = text.indexOf('@');
        String repository = at < 0 ? text : text.substring(0, at);
        return !PATH_START.matcher(text).matches()
                && text.indexOf('\\') < 0
                && repository.chars().filter(character -> character == '/').count() == 1;
    }

    /** Null if it cannot be one on this platform. */
    private static @Nullable Path path(String text, HubSettings hub) {
        try {
            boolean home = text.equals("~") || text.startsWith("~/");
            return home ? hub.home().resolve(text.substring(Math.min(2, text.length()))) : Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
