package ai.magibu.embedding.internal.store;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.ModelConfigReader;
import ai.magibu.embedding.internal.model.CheckedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder with everything that running a model takes, and nothing else: the graph, the tokenizer, the model's own JSON files and
 * {@link GraphManifest}. It loads without compilation, and may be read-only.
 */
public record ExportedModel(Path folder, ModelConfig config, Path tokenizer, CompiledGraph graph, GraphManifest manifest) {

    /** Returns whether a folder is an exported model rather than a published one. */
    public static boolean isIn(Path folder) {
        return Files.exists(GraphManifest.file(folder), LinkOption.NOFOLLOW_LINKS); // a link to a missing file is an error later
    }

    /**
     * Opens an exported model.
     *
     * @throws ModelSourceException if a file is missing or cannot be read
     * @throws ModelFormatException if a file is malformed, damaged or was copied in part
     * @throws ai.magibu.embedding.api.UnsupportedModelException if another version of this library exported it
     */
    public static ExportedModel open(Path folder) {
        GraphManifest manifest = GraphManifest.read(folder);
        ModelConfig config = ModelConfigReader.read(folder);
        CompiledGraph graph = new CompiledGraph(folder);
        Path tokenizer = CheckedModel.tokenizer(config);
        try {
            List<Path> files = new ArrayList<>(graph.ownFiles(manifest.precision()));
            files.add(tokenizer);
            for (Path file : files) {
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

    /** Returns every file that the vectors depend on. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>(config.files());
        files.addAll(graph.ownFiles(manifest.precision()));
        files.addAll(List.of(tokenizer, GraphManifest.file(folder)));
        return List.copyOf(files);
    }
}
