package ai.magibu.embedding.graph;

import ai.magibu.embedding.api.GraphExportException;
import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.api.UnsupportedModelException;
import ai.magibu.embedding.config.ExportManifest;
import ai.magibu.embedding.config.ModelConfig;
import ai.magibu.embedding.config.ModelConfigReader;
import ai.magibu.embedding.snapshot.ModelSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder with everything that running a model takes, and nothing else: the graph, the tokenizer, the model's own JSON files and
 * {@link ExportManifest}. It loads without conversion, and may be read-only.
 */
public record ExportedModel(Path folder, ModelConfig config, Path tokenizer, ExportedGraph graph, ExportManifest manifest) {

    /** Whether a folder is an exported model rather than a published one. */
    public static boolean isIn(Path folder) {
        return Files.exists(ExportManifest.file(folder));
    }

    /**
     * @throws ModelSourceException if a file is missing or cannot be read
     * @throws ModelFormatException if a file is malformed or was copied in part
     * @throws UnsupportedModelException if another version of this library exported it
     */
    public static ExportedModel open(Path folder) {
        ExportManifest manifest = ExportManifest.read(folder);
        if (manifest.graphVersion() != GraphExporter.VERSION) {
            throw new UnsupportedModelException(
                    ExportManifest.file(folder),
                    "a graph of version " + manifest.graphVersion(),
                    "version " + GraphExporter.VERSION + "; export the model again with this version of the library");
        }
        ModelConfig config = ModelConfigReader.read(folder);
        ExportedGraph graph = new ExportedGraph(folder);
        try {
            Files.size(graph.embedder());
            long dataBytes = Files.size(graph.data());
            if (dataBytes != manifest.dataBytes()) {
                throw new ModelFormatException(graph.data(), manifest.dataBytes() + " bytes", String.valueOf(dataBytes));
            }
        } catch (IOException e) {
            throw new ModelSourceException("a file of the exported model in " + folder + " is missing or cannot be read: " + e, e);
        }
        return new ExportedModel(folder, config, ModelSnapshot.tokenizer(config), graph, manifest);
    }

    /**
     * Writes a snapshot's into an empty folder.
     *
     * @throws GraphExportException if it cannot be written
     */
    public static ExportedModel write(ModelSnapshot snapshot, Precision precision, Path folder) {
        try {
            ExportedGraph graph = GraphExporter.export(snapshot, precision, folder);
            List<Path> files = new ArrayList<>(snapshot.config().files());
            files.add(snapshot.tokenizer());
            for (Path file : files) {
                Path copy = folder.resolve(snapshot.folder().relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
            new ExportManifest(
                            GraphExporter.VERSION,
                            precision,
                            snapshot.fingerprint(),
                            snapshot.weights().parameters(),
                            Files.size(graph.data()))
                    .write(folder); // last: a folder without it is no exported model
            return open(folder);
        } catch (IOException e) {
            throw new GraphExportException("the export to " + folder + " failed: " + e, e);
        }
    }

    /** Every file the vectors depend on. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>(config.files());
        files.addAll(List.of(tokenizer, graph.embedder(), graph.data(), ExportManifest.file(folder)));
        return List.copyOf(files);
    }
}
