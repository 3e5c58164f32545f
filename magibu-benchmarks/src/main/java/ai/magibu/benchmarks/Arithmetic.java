package ai.magibu.benchmarks;

import ai.magibu.embedding.ModelInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;

/** The number of multiplications and additions that a text needs. */
final class Arithmetic {

    private Arithmetic() {}

    static Results.Model model(ModelInfo info) throws IOException {
        JsonNode config = Json.LINES.readTree(info.directory().resolve("config.json").toFile());
        long inner = config.get("intermediate_size").longValue();
        long hidden = info.hiddenSize();
        long queries = (long) info.attentionHeads() * info.headDimension();
        long keys = (long) info.keyValueHeads() * info.headDimension();
        long weights = info.layers() * (2 * hidden * queries + 2 * hidden * keys + 3 * hidden * inner);
        int full = 0;
        for (JsonNode type : config.get("layer_types")) {
            full += type.textValue().startsWith("full") ? 1 : 0;
        }
        Path folder = info.directory().toAbsolutePath().normalize();
        return new Results.Model(
                String.valueOf(folder.getFileName()),
                info.fingerprint(),
                info.parameters(),
                info.layers(),
                full,
                info.attentionHeads(),
                info.headDimension(),
                info.slidingWindow(),
                2.0 * weights);
    }

    /** Returns those of the matrices of all layers for this many tokens. */
    static double linear(Results.Model model, long tokens) {
        return model.linearFlopPerToken() * tokens;
    }

    /** Returns those of the attention of all layers in one text, without scores outside a sliding window. */
    static double attention(Results.Model model, int tokens) {
        double perKey = 4.0 * model.attentionHeads() * model.headDimension();
        double within = Math.min(tokens, 2.0 * Math.floorDiv(model.slidingWindow(), 2) + 1);
        int sliding = model.layers() - model.fullLayers();
        return tokens * perKey * (model.fullLayers() * (double) tokens + sliding * within);
    }

    /** Returns those of one text. */
    static double text(Results.Model model, int tokens) {
        return linear(model, tokens) + attention(model, tokens);
    }
}
