package ai.magibu.embedding.source;

import ai.magibu.hub.HubSettings;
import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The serial form of a source. It keeps the kind: the machine that reads it may have a folder with the name of a repository.
 *
 * @param place the folder, the folder of the class path, or the repository
 * @param revision the revision in a hub; null for the other kinds
 */
record SerializedSource(Kind kind, String place, @Nullable String revision, String written) implements Serializable {

    private static final long serialVersionUID = 1L;

    enum Kind {
        FOLDER,
        CLASSPATH,
        HUB
    }

    private Object readResolve() {
        return switch (kind) {
            case FOLDER -> new FolderSource(Path.of(place), written);
            case CLASSPATH -> ClasspathSource.of(place, written);
            case HUB -> HubSource.written(written, place, revision, HubSettings.fromEnvironment());
        };
    }
}
