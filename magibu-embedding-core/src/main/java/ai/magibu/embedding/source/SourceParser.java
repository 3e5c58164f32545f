package ai.magibu.embedding.source;

import ai.magibu.hub.HubSettings;
import ai.magibu.hub.internal.SafeNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Distinguishes the ways to write a model; {@link ModelSource#parse(String)} lists the rules. */
final class SourceParser {

    /** At least two letters, because one is a drive. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.*-]+:.*", Pattern.DOTALL);

    private static final Pattern PATH_START = Pattern.compile("(?:[./~]|[A-Za-z]:).*", Pattern.DOTALL);

    private static final String FILE = "file:";

    private SourceParser() {}

    static ModelSource parse(String text, HubSettings hub) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("the model is missing: write a folder, or owner/name for a model on the hub");
        }
        if (text.startsWith(ClasspathSource.PREFIX)) {
            return ClasspathSource.of(text.substring(ClasspathSource.PREFIX.length()), text);
        }
        Path path = path(text, hub);
        if (path != null && Files.isDirectory(path)) {
            return new FolderSource(path, text);
        }
        if (text.startsWith(FILE)) {
            return new FolderSource(file(text), text);
        }
        ModelPage address = ModelPage.parse(text, hub);
        if (address != null) {
            return HubSource.written(text, address.repository(), address.revision(), hub);
        }
        if (SCHEME.matcher(text).matches() && !looksLikeHubId(text)) {
            throw new IllegalArgumentException("\"" + SafeNames.printable(text) + "\" is not a model: write a folder's path or file:/path,"
                    + " the hub's owner/name, owner/name@revision or https://huggingface.co/owner/name, or classpath:/folder/");
        }
        if (looksLikeHubId(text)) {
            int at = text.indexOf('@');
            return at < 0
                    ? HubSource.written(text, text, null, hub)
                    : HubSource.written(text, text.substring(0, at), text.substring(at + 1), hub);
        }
        if (path == null) {
            throw new IllegalArgumentException("\"" + text + "\" is neither a path nor owner/name of a model on the hub");
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

    /** A URL, or a path after {@code file:}, as Spring takes both. */
    private static Path file(String text) {
        String rest = text.substring(FILE.length());
        if (rest.isBlank()) {
            throw new IllegalArgumentException("\"" + text + "\" has no path: write file:/models/x");
        }
        try {
            if (!rest.startsWith("/")) {
                return Path.of(rest);
            }
            Path raw = rest.startsWith("//") ? null : Path.of(rest);
            return raw != null && Files.exists(raw) ? raw : Path.of(new URI(text));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            try {
                return Path.of(rest.replaceFirst("^//", "")); // characters that a URL must escape, such as a space
            } catch (InvalidPathException invalid) {
                throw new IllegalArgumentException("\"" + SafeNames.printable(text) + "\" is not a path: " + invalid.getReason(), invalid);
            }
        }
    }

    /** Returns null for a text that is not a path on this platform. */
    private static @Nullable Path path(String text, HubSettings hub) {
        try {
            return hub.atHome(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
