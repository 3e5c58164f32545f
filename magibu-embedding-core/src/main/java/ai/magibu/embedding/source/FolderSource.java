package ai.magibu.embedding.source;

import java.nio.file.Path;

/** A folder, used in place. Its reader reports missing files. */
record FolderSource(Path directory, String written) implements ModelSource {

    @Override
    public ResolvedModel resolve(ModelParts parts, Path cacheDirectory) {
        return new ResolvedModel(written, null, directory.toAbsolutePath().normalize());
    }

    @Override
    public String toString() {
        return written;
    }

    private Object writeReplace() {
        return new WrittenSource(directory.toAbsolutePath().toString());
    }
}
