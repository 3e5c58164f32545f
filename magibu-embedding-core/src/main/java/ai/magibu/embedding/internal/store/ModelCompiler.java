package ai.magibu.embedding.internal.store;

import ai.magibu.embedding.api.GraphWriteException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.folder.FileStamps;
import ai.magibu.embedding.internal.graph.GraphWriter;
import ai.magibu.embedding.internal.model.CheckedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles published models. */
public final class ModelCompiler {

    private ModelCompiler() {}

    /**
     * Writes an {@link ExportedModel} into an empty folder.
     *
     * @throws GraphWriteException if it cannot be written
     * @throws ai.magibu.embedding.api.ModelSourceException if the published files cannot be read, or change meanwhile
     */
    public static void export(Path published, Precision precision, Path folder) {
        try {
            Files.createDirectories(folder);
            compile(published, precision, folder, true);
        } catch (IOException e) {
            throw new GraphWriteException("the export to " + folder + " failed: " + e, e);
        }
        ExportedModel.open(folder);
    }

    /**
     * Writes a graph and its manifest into an empty folder. All files are read here, so that the result belongs to the fingerprint.
     *
     * @param complete whether to copy the other files that running the model takes, too
     * @return the fingerprint of the published model
     * @throws ai.magibu.embedding.api.ModelSourceException if the published files cannot be read, or change meanwhile
     */
    static String compile(Path published, Precision precision, Path folder, boolean complete) throws IOException {
        FileStamps stamps = FileStamps.in(published);
        CheckedModel model = CheckedModel.open(published);
        CompiledGraph graph = GraphWriter.write(model, precision, folder);
        List<Path> files = new ArrayList<>(graph.files(precision));
        if (complete) {
            for (Path file : model.config().files()) {
                copy(model, file, folder);
            }
            files.add(copy(model, model.tokenizer(), folder));
        }
        GraphManifest manifest =
                new GraphManifest(precision, model.fingerprint(), model.weights().parameters(), GraphManifest.sums(folder, files));
        stamps.requireUnchanged(model.files());
        manifest.write(folder); // last: a folder without it is not an exported model
        return model.fingerprint();
    }

    private static Path copy(CheckedModel model, Path file, Path folder) throws IOException {
        Path copy = folder.resolve(model.folder().relativize(file).toString());
        Files.createDirectories(copy.getParent());
        return Files.copy(file, copy);
    }
}
