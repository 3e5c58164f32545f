package ai.magibu.embedding.internal.store;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.config.Json;
import ai.magibu.embedding.internal.folder.ModelFiles;
import ai.magibu.hub.internal.FileSum;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code magibu.json}: the properties of a model whose folder holds a compiled graph instead of the published weights.
 *
 * @param precision the precision of its computations
 * @param fingerprint the published model's fingerprint
 * @param parameters the count of all of the published model's weights
 * @param files checksums by file name, relative to the folder
 */
public record GraphManifest(Precision precision, String fingerprint, long parameters, Map<String, FileSum> files) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_./-]*");

    private static final Map<String, Precision> PRECISIONS =
            Arrays.stream(Precision.values()).collect(Collectors.toMap(GraphManifest::text, Function.identity()));

    public GraphManifest {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** Returns the place of the manifest in a model's folder. */
    public static Path file(Path folder) {
        return folder.resolve(ModelFiles.EXPORTED);
    }

    /**
     * Reads the manifest of a graph.
     *
     * @throws ai.magibu.embedding.api.ModelSourceException if it is missing or cannot be read
     * @throws ModelFormatException if it is malformed
     * @throws ai.magibu.embedding.api.UnsupportedModelException if it is of another version of the graph
     */
    public static GraphManifest read(Path folder) {
        Json json = Json.read(file(folder)).requireObject();
        Json version = json.get("graph_version");
        if (version.positiveInt() != CompiledGraph.VERSION) {
            throw version.unsupported("version " + CompiledGraph.VERSION + "; export the model again with this version of the library");
        }
        Map<String, FileSum> files = new LinkedHashMap<>();
        json.get("files").members().forEach((name, sum) -> {
            if (!NAME.matcher(name).matches() || name.contains("..")) {
                throw new ModelFormatException(json.file(), "names of files in the folder as \"files\"", name);
            }
            files.put(name, new FileSum(
                    sum.get("bytes").wholeNumber(0, Long.MAX_VALUE), sum.get("crc32c").string(), sum.get("sha256").string()));
        });
        return new GraphManifest(
                json.get("precision").choice(PRECISIONS),
                json.get("fingerprint").string(),
                json.get("parameters").wholeNumber(1, Long.MAX_VALUE),
                files);
    }

    /** Returns the checksums of files in a folder. */
    public static Map<String, FileSum> sums(Path folder, Iterable<Path> files) throws IOException {
        Map<String, FileSum> sums = new LinkedHashMap<>();
        for (Path file : files) {
            sums.put(name(folder, file), FileSum.of(file));
        }
        return sums;
    }

    /**
     * Returns the first thing that is wrong with files of the folder by their sizes and CRC-32C; null if nothing is.
     *
     * @throws IOException if a file cannot be read
     */
    public @Nullable String damage(Path folder, Iterable<Path> required) throws IOException {
        for (Path file : required) {
            FileSum sum = files.get(name(folder, file));
            String damage = sum == null ? file(folder) + " has no checksum of " + file.getFileName() : sum.damage(file);
            if (damage != null) {
                return damage;
            }
        }
        return null;
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    public void write(Path folder) throws IOException {
        JsonMapper mapper = new JsonMapper();
        ObjectNode json = mapper.createObjectNode()
                .put("graph_version", CompiledGraph.VERSION)
                .put("precision", text(precision))
                .put("fingerprint", fingerprint)
                .put("parameters", parameters);
        ObjectNode sums = json.putObject("files");
        files.forEach(
                (name, sum) -> sums.putObject(name).put("bytes", sum.bytes()).put("crc32c", sum.crc32c()).put("sha256", sum.sha256()));
        Files.write(file(folder), mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }

    private static String text(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }
}
