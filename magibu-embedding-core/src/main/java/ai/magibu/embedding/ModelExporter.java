package ai.magibu.embedding;

import java.nio.file.Path;

public final class ModelExporter {
    private ModelExporter() {}

    public static void export(Path modelDirectory, Path outputDirectory) {
        throw new UnsupportedOperationException();
    }
}
