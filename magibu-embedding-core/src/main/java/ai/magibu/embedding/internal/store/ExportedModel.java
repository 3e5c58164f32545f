package ai.magibu.embedding.internal.store;

import ai.magibu.embedding.api.GraphExportException;
import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.ModelConfigReader;
import ai.magibu.embedding.internal.folder.FileStamps;
import ai.magibu.embedding.internal.graph.GraphExporter;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.store.ExportManifest;
import ai.magibu.hub.files.FileSum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A folder with everything that running a model takes, and nothing else: the graph, the tokenizer, the model's own JSON files and
 * {@link ExportManifest}. It loads without conversion, and may be read-only.
 */
public record ExportedModel(Path folder, ModelConfig config, Path tokenizer, CompiledGraph graph, ExportManifest manifest) {

    /** Whether a folder is an exported model rather than a published one. */
    public static boolean isIn(Path folder) {
        return Files.exists(ExportManifest.file(folder), LinkOption.NOFOLLOW_LINKS); // a link that leads nowhere is an error later
    }

    /**
     * @throws ModelSourceException if a file is missing or cannot be read
     * @throws ModelFormatException if a file is malformed, damaged or was copied in part
     * @throws ai.magibu.embedding.api.UnsupportedModelException if another version of this library exported it
     */
    public static ExportedModel open(Path folder) {
        ExportManifest manifest = ExportManifest.read(folder, GraphExporter.VERSION);
        ModelConfig config = ModelConfigReader.read(folder);
        CompiledGraph graph = new CompiledGraph(folder);
        Path tokenizer = CheckedModel.tokenizer(config);
        try {
            for (Path file : List.of(graph.embedder(), graph.data(), tokenizer)) {
                Files.size(file); // a missing file has another exception
                String damage = manifest.damage(folder, List.of(file));
                if (damage != null) {
                    throw new ModelFormatException(file, "the file that was exported; copy it again or export the model again", damage);
                }
            }
        } catch (IOException e) {
            throw new ModelSourceException("a file of the exported model in " + folder + " is missing or cannot be read: " + e, e);
        }
        return new ExportedModel(folder, config, tokenizer, graph, manifest);
    }

    /**
     * Exports a published model into an empty folder.
     *
     * @throws GraphExportException if it cannot be written
     * @throws ModelSourceException if the published files cannot be read, or change meanwhile
     */
    public static ExportedModel write(Path published, Precision precision, Path folder) {
        FileStamps stamps = FileStamps.in(published);
        CheckedModel snapshot = CheckedModel.open(published);
        try {
            Files.createDirectories(folder);
            CompiledGraph graph = GraphExporter.export(snapshot, precision, folder);
            List<Path> files = new ArrayList<>(snapshot.config().files());
            files.add(snapshot.tokenizer());
            for (Path file : files) {
                Path copy = folder.resolve(snapshot.folder().relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
            Path tokenizer = folder.resolve(snapshot.folder().relativize(snapshot.tokenizer()).toString());
            Map<String, FileSum> sums = ExportManifest.sums(folder, List.of(graph.embedder(), graph.model(), graph.data(), tokenizer));
            String fingerprint = snapshot.fingerprint();
            stamps.requireUnchanged(snapshot.files());
            new ExportManifest(GraphExporter.VERSION, precision, fingerprint, snapshot.weights().parameters(), sums)
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
