package ai.magibu.embedding.test;

import ai.magibu.embedding.EmbedderSettings;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.source.ModelParts;
import ai.magibu.embedding.source.ModelSource;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model of the published one's architecture with random weights: 1.1 MB, seven layers, 96 dimensions. It loads in a fraction of a second.
 * Its vectors are reproducible and its tokenizer is real, but similar vectors do not mean similar texts.
 *
 * <p>Needs the native libraries of ONNX Runtime and of the tokenizer; {@link NgramEncoder} does not. Thread-safe.
 */
public final class TinyModel {

    /** The model as a setting: {@code magibu.embedding.model=classpath:magibu-tiny-model/}. */
    public static final String SOURCE = "classpath:magibu-tiny-model/";

    /** The number of components of its vectors. */
    public static final int DIMENSION = 96;

    /** The longest text that fits, in tokens, prompt and special tokens included. */
    public static final int MAX_TOKENS = 384;

    /** The largest difference between a component of a vector and that of its {@link ReferenceVector}, on a CPU in float32. */
    public static final float TOLERANCE = 5e-6f;

    private static final String NAME = "magibu-tiny-model";

    private static @Nullable Path cache;
    private static @Nullable Path folder;

    private TinyModel() {}

    /**
     * Returns the model's folder, the one that contains {@code modules.json}. Out of a jar it is extracted once per JVM. Its name is {@code
     * magibu-tiny-model}. Do not change it; to damage a model, make a copy.
     */
    public static synchronized Path folder() {
        if (folder == null) {
            Path resolved = ModelSource.parse(SOURCE).resolve(ModelParts.ALL, cacheDirectory()).folder();
            try {
                // The folder of a model from a jar is named after its content.
                folder = resolved.startsWith(cacheDirectory()) ? Files.move(resolved, cacheDirectory().resolve(NAME)) : resolved;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot extract the tiny model", e);
            }
        }
        return folder;
    }

    /** Returns a temporary cache folder, the same in all calls; the end of the JVM deletes it. */
    public static synchronized Path cacheDirectory() {
        if (cache == null) {
            try {
                cache = Files.createTempDirectory("magibu-test-");
            } catch (IOException e) {
                throw new UncheckedIOException("cannot create a temporary folder for the tiny model", e);
            }
            Path created = cache;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(created), "magibu-test-delete"));
        }
        return cache;
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            // It is a temporary folder.
        }
    }

    /** Returns a builder with the model and {@link #cacheDirectory()} set. */
    public static EmbedderSettings.Builder builder() {
        return MagibuEmbedder.builder().model(folder()).cacheDirectory(cacheDirectory());
    }

    /**
     * Returns the settings of Magibu's Spring Boot starter for this model, as {@code name=value}: {@code magibu.embedding.model} and {@code
     * magibu.embedding.cache-directory}.
     */
    public static String[] settings() {
        return new String[] {"magibu.embedding.model=" + folder(), "magibu.embedding.cache-directory=" + cacheDirectory()};
    }

    /** Loads the model with the default settings. The caller closes the embedder. */
    public static MagibuEmbedder load() {
        return builder().load();
    }

    /** Returns what sentence-transformers computes: 35 texts, each without a prompt, with the query's and with the document's. */
    public static List<ReferenceVector> referenceVectors() {
        try (InputStream in = Objects.requireNonNull(TinyModel.class.getResourceAsStream("golden.json"))) {
            return List.of(new JsonMapper().readValue(in, ReferenceVector[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the reference vectors of one prompt.
     *
     * @param prompt {@code "query"}, {@code "document"}, or null for no prompt
     */
    public static List<ReferenceVector> referenceVectors(@Nullable String prompt) {
        return referenceVectors().stream().filter(vector -> Objects.equals(vector.prompt(), prompt)).toList();
    }
}
