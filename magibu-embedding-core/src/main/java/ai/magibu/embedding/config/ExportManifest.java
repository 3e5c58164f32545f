package ai.magibu.embedding.config;

import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.api.UnsupportedModelException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * {@code magibu.json}: what an exported model says of itself, because the weights' own files did not come along.
 *
 * @param graphVersion the form of the graph
 * @param precision what it computes in
 * @param fingerprint of the model it was made from
 * @param parameters numbers in all of that model's weights
 * @param dataBytes the size of the file with the converted weights
 */
public record ExportManifest(int graphVersion, Precision precision, String fingerprint, long parameters, long dataBytes) {

    private static final String FILE = "magibu.json";

    /** Where a model's folder holds it. */
    public static Path file(Path folder) {
        return folder.resolve(FILE);
    }

    /**
     * @throws ai.magibu.embedding.api.ModelSourceException if it is missing or cannot be read
     * @throws ai.magibu.embedding.api.ModelFormatException if it is malformed
     */
    public static ExportManifest read(Path folder) {
        JsonFile json = JsonFile.read(file(folder)).requireObject();
        return new ExportManifest(
                json.positiveInt("graph_version"),
                precision(json),
                json.string("fingerprint"),
                (long) json.positiveNumber("parameters"),
                (long) json.positiveNumber("data_bytes"));
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
                .put("parameters", parameters)
                .put("data_bytes", dataBytes);
        Files.write(file(folder), mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }

    private static String text(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }
}
