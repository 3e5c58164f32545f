package ai.magibu.it.applications;

import java.nio.file.Files;
import java.nio.file.Path;

/** The random model at full size that {@code make_full_size.py} makes; CONTRIBUTING.md says how. */
final class FullSizeModel {

    private FullSizeModel() {}

    /** Returns the settings that name it. The cache is next to it, so that it is compiled only once. */
    static String[] settings(String... more) {
        Path folder = Path.of(System.getProperty("magibu.fullSize", ""));
        if (!Files.isDirectory(folder.resolve("model"))) {
            throw new IllegalStateException(
                    "-Dmagibu.fullSize has to name the folder that make_full_size.py wrote, not \"" + folder + "\"");
        }
        String[] settings = new String[more.length + 2];
        settings[0] = "--magibu.embedding.model=" + folder.resolve("model");
        settings[1] = "--magibu.embedding.cache-directory=" + folder.resolve("application-cache");
        System.arraycopy(more, 0, settings, 2, more.length);
        return settings;
    }
}
