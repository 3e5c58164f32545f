package ai.magibu.embedding;

import java.io.Serializable;
import java.nio.file.Path;

/**
 * The serial form of {@link EmbedderSettings} with a cache folder, because a path has none.
 *
 * @param others the settings without the cache folder
 */
record SerializedSettings(EmbedderSettings others, String cacheDirectory) implements Serializable {

    private static final long serialVersionUID = 1L;

    private Object readResolve() {
        return others.toBuilder().cacheDirectory(Path.of(cacheDirectory)).build();
    }
}
