package ai.magibu.embedding.internal.store;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.api.UnsupportedModelException;
import ai.magibu.embedding.internal.config.JsonFile;
import ai.magibu.hub.files.FileSum;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code magibu.json}: the properties of a converted model, whose folder does not hold the published weights.
 *
 * @param graphVersion the form of the graph
 * @param precision the precision of its computations
 * @param fingerprint of the published model
 * @param parameters the count of all of the published model's weights
 * @param files checksums by file name, relative to the folder
 */
public record ExportManifest(int graphVersion, Precision precision, String fingerprint, long parameters, Map<String, FileSum> files) {

    private static final String FILE = "magibu.json";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_./-]*");

    public ExportManifest {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** Returns the place of the manifest in a model's folder. */
    public static Path file(Path folder) {
        return folder.resolve(FILE);
    }

    /**
     * Reads the manifest of one version of the graph.
     *
     * @throws ai.magibu.embedding.api.ModelSourceException if it is missing or cannot be read
     * @throws ModelFormatException if it is malformed
     * @throws UnsupportedModelException if it is of another version
     */
    public static ExportManifest read(Path folder, int expectedVersion) {
        JsonFile json = JsonFile.read(file(folder)).requireObject();
        int version = json.positiveInt("graph_version");
        if (version != expectedVersion) {
            throw new UnsupportedModelException(
                    file(folder),
                    "a graph of version " + version,
                    "version " + expectedVersion + "; export the model again with this version of the library");
        }
        return new ExportManifest(
                version, precision(json), json.string("fingerprint"), (long) json.positiveNumber("parameters"), files(json));
    }

    private static Map<String, FileSum> files(JsonFile json) {
        Map<String, FileSum> files = new LinkedHashMap<>();
        json.object("files").node().properties().forEach(entry -> {
            JsonNode sum = entry.getValue();
            String name = entry.getKey();
            if (!NAME.matcher(name).matches() || name.contains("..") || !sum.path("bytes").canConvertToLong()) {
                throw new ModelFormatException(json.file(), "names of files with \"bytes\", \"crc32c\" and \"sha256\" as \"files\"", name + ": " + sum);
            }
            files.put(name, new FileSum(sum.path("bytes").longValue(), sum.path("crc32c").asText(), sum.path("sha256").asText()));
        });
        return files;
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

    private static Precision precision(JsonFile json) {
        String name = json.string("precision");
        for (Precision precision : Precision.values()) {
            if (text(precision).equals(name)) {
                return precision;
            }
        }
        throw new UnsupportedModelException(json.file(), "precision \"" + name + "\"", "those of this version; export the model again");
    }

    public void write(Path folder) throws IOException {
        JsonMapper mapper = new JsonMapper();
        ObjectNode json = mapper.createObjectNode()
                .put("graph_version", graphVersion)
                .put("precision", text(precision))
                .put("fingerprint", fingerprint)
                .put("parameters", parameters);
        ObjectNode sums = json.putObject("files");
        files.forEach((name, sum) ->
                sums.putObject(name).put("bytes", sum.bytes()).put("crc32c", sum.crc32c()).put("sha256", sum.sha256()));
        Files.write(file(folder), mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }

    private static String text(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }
}
