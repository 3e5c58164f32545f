package ai.magibu.adaptation.internal.student;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.hub.internal.TrustedFolder;
import ai.magibu.hub.internal.UserCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder into which DJL unpacks PyTorch, and from which it loads it without a look at the content. DJL's own default trusts whatever
 * lies in the home directory, also if other users can write there.
 */
final class PyTorchCache {

    private static final String ENGINES = "ENGINE_CACHE_DIR";
    private static final String ALL = "DJL_CACHE_DIR";

    private PyTorchCache() {}

    /**
     * Runs something that starts the engine, with its libraries in this library's cache unless the user has named a folder.
     *
     * @throws AdaptationException if other users could have changed the libraries
     */
    static void use(Runnable start) {
        if (Setting.of(ENGINES) != null || Setting.of(ALL) != null) {
            start.run();
            return;
        }
        System.setProperty(ENGINES, prepared(UserCache.directory().resolve("natives")).toString());
        try {
            start.run();
        } finally {
            System.clearProperty(ENGINES);
        }
    }

    /** Creates the folder, or checks everything in it. */
    static Path prepared(Path folder) {
        TrustedFolder trusted = new TrustedFolder(folder, false);
        Path libraries = folder.resolve("pytorch");
        try {
            trusted.create(folder);
            for (Path file : files(libraries)) {
                String problem = trusted.problem(file);
                if (problem != null) {
                    throw new AdaptationException("PyTorch's native library is not loaded from " + libraries + ": " + problem
                            + ". Delete it, or set " + ALL + " to a folder that only you or root can write.");
                }
            }
            return folder;
        } catch (IOException e) {
            throw new AdaptationException("PyTorch's native library cannot be unpacked to " + libraries + ": " + FileFault.reason(e)
                    + ". Make the folder writable, or set " + ALL + " to one that is.", e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        }
    }
}
