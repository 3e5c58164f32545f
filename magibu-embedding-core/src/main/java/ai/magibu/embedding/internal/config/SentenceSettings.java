package ai.magibu.embedding.internal.config;

import ai.magibu.embedding.api.UnsupportedModelException;
import ai.magibu.embedding.internal.folder.ModelFiles;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Transformer module's own settings: {@code sentence_bert_config.json} or one of the other names that sentence-transformers
 * tries. As there, a key that is not known makes the model unusable.
 */
final class SentenceSettings {

    private static final Set<String> IRRELEVANT = Set.of("unpad_inputs");
    /** Sizes and speed of sentence-transformers' own computation. */
    private static final Set<String> IRRELEVANT_MODEL_ARGUMENTS =
            Set.of("trust_remote_code", "attn_implementation", "torch_dtype", "dtype", "device_map", "low_cpu_mem_usage");

    private static final Map<String, Set<String>> ARGUMENTS = Map.of(
            "model_args", IRRELEVANT_MODEL_ARGUMENTS,
            "model_kwargs", IRRELEVANT_MODEL_ARGUMENTS,
            "tokenizer_args", Set.of("trust_remote_code"),
            "processor_kwargs", Set.of("trust_remote_code"),
            "config_args", Set.of("trust_remote_code"),
            "config_kwargs", Set.of("trust_remote_code"));

    private SentenceSettings() {}

    /** The first of the files that exists and is not empty, checked. */
    static Optional<JsonFile> read(Path transformerFolder) {
        for (String name : ModelFiles.TRANSFORMER_SETTINGS) {
            Optional<JsonFile> json = JsonFile.readIfPresent(transformerFolder.resolve(name)).map(JsonFile::requireObject);
            if (json.isPresent() && !json.get().node().isEmpty()) {
                json.get().node().properties().forEach(entry -> check(json.get(), entry.getKey(), entry.getValue()));
                return json;
            }
        }
        return Optional.empty();
    }

    private static void check(JsonFile json, String key, JsonNode value) {
        boolean supported =
                switch (key) {
                    case "max_seq_length" -> true; // read elsewhere
                    case "do_lower_case" -> !json.bool(key, false);
                    case "transformer_task" -> value.asText().equals("feature-extraction");
                    case "module_output_name" -> value.isNull() || value.asText().equals("token_embeddings");
                    case "modality_config" -> isText(value.path("text"));
                    case "processing_kwargs" -> value.isNull() || value.isObject() && value.isEmpty();
                    case "query_length", "document_length", "query_expansion", "tokenizer_name_or_path" -> value.isNull();
                    default -> IRRELEVANT.contains(key) || ARGUMENTS.containsKey(key) && isIrrelevant(value, ARGUMENTS.get(key));
                };
        if (!supported) {
            String text = value.toString();
            throw new UnsupportedModelException(
                    json.file(),
                    "\"" + key + "\": " + (text.length() <= 80 ? text : text.substring(0, 80) + "…"),
                    "max_seq_length, and what sentence-transformers writes for a plain text model");
        }
    }

    private static boolean isText(JsonNode text) {
        return text.path("method").asText().equals("forward") && text.path("method_output_name").asText().equals("last_hidden_state");
    }

    private static boolean isIrrelevant(JsonNode arguments, Set<String> irrelevant) {
        return arguments.isObject()
                && arguments.properties().stream().allMatch(argument -> irrelevant.contains(argument.getKey()));
    }
}
