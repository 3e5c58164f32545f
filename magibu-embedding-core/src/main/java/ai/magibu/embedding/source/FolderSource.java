package ai.magibu.embedding.source;

import ai.magibu.hub.internal.Arguments;
import java.nio.file.Path;

/** A folder, used in place. Its reader reports missing files. */
record FolderSource(Path directory, String written) implements ModelSource {

    @Override
    public ResolvedModel resolve(ModelParts parts, Path cacheDirectory) {
        Arguments.requireSet("parts", parts);
        Arguments.requireSet("cacheDirectory", cacheDirectory);
        return new ResolvedModel(written, null, directory.toAbsolutePath().normalize());
    }

    @Override
    public String toString() {
        return written;
    }

    private Object writeReplace() {
        String absolute = directory.toAbsolutePath().toString();
        return new SerializedSource(SerializedSource.Kind.FOLDER, absolute, null, absolute);
    }
}
