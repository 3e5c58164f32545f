package ai.magibu.adaptation.internal.folder;

import ai.magibu.embedding.internal.config.ModelFile;
import ai.magibu.hub.RepositoryFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fetches the files of a folder by copying them into another. */
final class CopiedFiles implements RepositoryFiles {

    private final Path from;
    private final Path to;

    CopiedFiles(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public boolean fetch(String name) {
        if (!ModelFile.exists(from.resolve(name))) {
            return false;
        }
        try {
            Files.createDirectories(to.resolve(name).getParent());
            Files.write(to.resolve(name), ModelFile.readJson(from.resolve(name)));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] read(String name) {
        return ModelFile.readJson(to.resolve(name));
    }
}
