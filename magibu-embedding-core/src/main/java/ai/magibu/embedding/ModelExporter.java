package ai.magibu.embedding;

import ai.magibu.embedding.api.GraphExportException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.graph.GraphExporter;
import ai.magibu.embedding.snapshot.ModelSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Writes a model as ONNX for other programs: any ONNX Runtime from 1.20 on, in any language, runs it. */
public final class ModelExporter {

    private static final List<String> GUIDE = List.of("README.md", "embed.py", "requirements.txt");

    private ModelExporter() {}

    /**
     * Writes {@code model.onnx}, {@code model.onnx.data}, {@code tokenizer.json}, {@code config_sentence_transformers.json}
     * (the prompts) and a small Python program that runs them.
     *
     * @param modelDirectory a SentenceTransformers directory
     * @param outputDirectory made if missing; must be empty, so that nothing is overwritten or mixed
     * @throws IllegalArgumentException if the output directory is not empty, or no directory
     * @throws GraphExportException if it cannot be written
     * @throws ai.magibu.embedding.api.MagibuException if the model cannot be read
     */
    public static void export(Path modelDirectory, Path outputDirectory) {
        if (Files.exists(outputDirectory) && !Files.isDirectory(outputDirectory)) {
            throw new IllegalArgumentException(outputDirectory + " exists and is not a folder; name another output folder");
        }
        ModelSnapshot snapshot = ModelSnapshot.open(modelDirectory);
        try {
            Files.createDirectories(outputDirectory);
            try (Stream<Path> present = Files.list(outputDirectory)) {
                if (present.findAny().isPresent()) {
                    throw new IllegalArgumentException("the output folder " + outputDirectory + " is not empty; name a new one");
                }
            }
            GraphExporter.export(snapshot, Precision.FP32, outputDirectory);
            Files.copy(snapshot.tokenizer(), outputDirectory.resolve("tokenizer.json"));
            Path prompts = modelDirectory.resolve("config_sentence_transformers.json");
            if (Files.exists(prompts)) {
                Files.copy(prompts, outputDirectory.resolve(prompts.getFileName()));
            }
            for (String name : GUIDE) {
                try (InputStream in = ModelExporter.class.getResourceAsStream("export/" + name)) {
                    Files.copy(Objects.requireNonNull(in), outputDirectory.resolve(name));
                }
            }
        } catch (IOException e) {
            throw new GraphExportException("the export to " + outputDirectory + " failed: " + e, e);
        }
    }
}
