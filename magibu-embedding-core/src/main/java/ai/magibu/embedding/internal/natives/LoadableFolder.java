package ai.magibu.embedding.internal.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder under a name that ONNX Runtime can open. Its Java binding passes paths in Java's modified UTF-8, in which a character
 * beyond U+FFFF (an emoji, say) has other bytes than in the file system. Such a folder is opened through a link.
 */
final class LoadableFolder implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LoadableFolder.class);

    private final Path folder;
    private final @Nullable Path link;

    private LoadableFolder(Path folder, @Nullable Path link) {
        this.folder = folder;
        this.link = link;
    }

    static LoadableFolder of(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        if (isPlain(absolute)) {
            return new LoadableFolder(absolute, null);
        }
        Path parent = Files.createTempDirectory("magibu");
        Path link = parent.resolve("model");
        try {
            if (!isPlain(parent)) {
                throw new IOException("neither the model's path nor that of the temp folder, " + parent
                        + ", may contain characters beyond U+FFFF: set java.io.tmpdir to another folder");
            }
            return new LoadableFolder(Files.createSymbolicLink(link, absolute), link);
        } catch (IOException | UnsupportedOperationException e) {
            Files.delete(parent);
            throw new IOException("ONNX Runtime cannot open paths with characters beyond U+FFFF, such as " + absolute
                    + ", and no link to it can be created: " + e.getMessage() + ". Rename the folder", e);
        }
    }

    private static boolean isPlain(Path path) {
        return path.toString().chars().noneMatch(c -> Character.isSurrogate((char) c));
    }

    String file(Path file) {
        return folder.resolve(file.getFileName().toString()).toString();
    }

    /** Once the session is open the name is not needed any more. */
    @Override
    public void close() {
        if (link != null) {
            try {
                Files.deleteIfExists(link);
                Files.deleteIfExists(link.getParent());
            } catch (IOException e) { // the session is open and works
                log.debug("{} cannot be deleted", link, e);
            }
        }
    }
}
