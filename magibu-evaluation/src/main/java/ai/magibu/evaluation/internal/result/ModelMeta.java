package ai.magibu.evaluation.internal.result;

import java.util.List;

import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.Protocol;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code model_meta.json}, without which mteb ignores a folder of results. What an encoder does not tell is null. */
final class ModelMeta {

    private static final List<String> UNKNOWN =
            List.of("release_date", "languages", "n_parameters", "license", "open_weights",
                    "public_training_code", "public_training_data", "reference", "use_instructions", "training_datasets", "adapted_from",
                    "superseded_by", "loader");

    private ModelMeta() {}

    static String write(EncoderSettings encoder, String revision, Protocol protocol) {
        ObjectNode root = ResultJson.MAPPER.createObjectNode();
        root.put("name", encoder.model());
        root.put("revision", revision);
        if (encoder.maxTokens() > 0) {
            root.put("max_tokens", encoder.maxTokens());
        } else {
            root.putNull("max_tokens");
        }
        root.put("embed_dim", encoder.dimensions());
        root.put("similarity_fn_name", "cosine");
        root.putArray("framework");
        UNKNOWN.forEach(root::putNull);
        if (protocol == Protocol.MTEB2) { // required by mteb 2, rejected by 1.31.3
            root.putNull("memory_usage_mb");
        }
        return ResultJson.text(root);
    }
}
