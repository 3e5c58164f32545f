package ai.magibu.embedding;

import ai.magibu.embedding.api.GraphWriteException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.store.ExportedModel;
import ai.magibu.embedding.internal.store.ModelCompiler;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.hub.internal.Arguments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Exports a model as ONNX. {@link MagibuEmbedder} loads the exported folder without compiling a graph (in a container image, for
 * example), and any ONNX Runtime from 1.20 on runs the graph, in any language. A graph in {@link Precision#BF16} needs CUDA and 1.28.
 */
public final class ModelExporter {

    private static final List<String> GUIDE = List.of("README.md", "embed.py", "requirements.txt");

    private ModelExporter() {}

    /**
     * Writes {@code model.onnx}, {@code embedder.onnx} and {@code embedder-cuda.onnx} (the same for this library on the CPU and on CUDA,
     * as far as they have the precision), {@code model.onnx.data}, {@code tokenizer.json},
     * the model's JSON files, {@code magibu.json} and a small Python program that runs them.
     *
     * @param modelDirectory a SentenceTransformers folder
     * @param precision the precision of the graph
     * @param outputDirectory the folder to write, created if missing; it must be empty, so that nothing is overwritten or mixed
     * @throws IllegalArgumentException if the output folder is not empty or not a folder, or the model is an exported one
     * @throws GraphWriteException if it cannot be written
     * @throws ai.magibu.embedding.api.MagibuException if the model cannot be read, or its files change meanwhile
     */
    public static void export(Path modelDirectory, Precision precision, Path outputDirectory) {
        export(ModelSource.folder(modelDirectory), precision, outputDirectory);
    }

    /** Exports a model from any source; see {@link #export(Path, Precision, Path)}. */
    public static void export(ModelSource source, Precision precision, Path outputDirectory) {
        Arguments.requireSet("source", source);
        Arguments.requireSet("precision", precision);
        Arguments.requireSet("outputDirectory", outputDirectory);
        if (Files.exists(outputDirectory) && !Files.isDirectory(outputDirectory)) {
            throw new IllegalArgumentException(outputDirectory + " exists and is not a folder; name another output folder");
        }
        requireEmpty(outputDirectory);
        Path folder = source.resolve().folder();
        if (ExportedModel.isIn(folder)) {
            throw new IllegalArgumentException(source + " is an exported model; export from the published files");
        }
        ModelCompiler.export(folder, precision, outputDirectory);
        try {
            for (String name : GUIDE) {
                try (InputStream in = ModelExporter.class.getResourceAsStream("export/" + name)) {
                    Files.copy(Objects.requireNonNull(in), outputDirectory.resolve(name));
                }
            }
        } catch (IOException e) {
            throw new GraphWriteException("the export to " + outputDirectory + " failed: " + e, e);
        }
    }

    /** Before anything is downloaded. */
    private static void requireEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> present = Files.list(folder)) {
            if (present.findAny().isPresent()) {
                throw new IllegalArgumentException("the output folder " + folder + " is not empty; name a new one");
            }
        } catch (IOException e) {
            throw new GraphWriteException("the output folder " + folder + " cannot be read: " + e, e);
        }
    }
}
