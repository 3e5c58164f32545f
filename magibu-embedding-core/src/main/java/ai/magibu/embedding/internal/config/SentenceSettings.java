package ai.magibu.embedding.internal.config;

import java.util.Map;
import java.util.Set;

/** The Transformer module's own settings. An unknown key makes the model unusable, as in sentence-transformers. */
final class SentenceSettings {

    /** Sizes and speed of sentence-transformers' own computation. */
    private static final Set<String> IRRELEVANT_MODEL_ARGUMENTS =
            Set.of("trust_remote_code", "attn_implementation", "torch_dtype", "dtype", "device_map", "low_cpu_mem_usage");

    private static final Set<String> IRRELEVANT_ARGUMENTS = Set.of("trust_remote_code");

    /** Objects of which only some keys change nothing. */
    private static final Map<String, Set<String>> ARGUMENTS = Map.of(
            "model_args", IRRELEVANT_MODEL_ARGUMENTS,
            "model_kwargs", IRRELEVANT_MODEL_ARGUMENTS,
            "tokenizer_args", IRRELEVANT_ARGUMENTS,
            "processor_kwargs", IRRELEVANT_ARGUMENTS,
            "config_args", IRRELEVANT_ARGUMENTS,
            "config_kwargs", IRRELEVANT_ARGUMENTS,
            "processing_kwargs", Set.of());

    private SentenceSettings() {}

    /** Rejects settings that change the vectors and are not computed here. */
    static void check(Json json) {
        json.members().forEach((key, value) -> {
            boolean supported =
                    switch (key) {
                        case "max_seq_length", "unpad_inputs" -> true; // the limit is read elsewhere
                        case "do_lower_case" -> !value.bool(false);
                        case "transformer_task" -> value.is("feature-extraction");
                        case "module_output_name" -> !value.isPresent() || value.is("token_embeddings");
                        case "modality_config" -> value.get("text").get("method").is("forward")
                                && value.get("text").get("method_output_name").is("last_hidden_state");
                        case "query_length", "document_length", "query_expansion", "tokenizer_name_or_path" -> !value.isPresent();
                        default -> ARGUMENTS.containsKey(key)
                                && (!value.isPresent() && key.equals("processing_kwargs")
                                        || ARGUMENTS.get(key).containsAll(value.requireObject().members().keySet()));
                    };
            if (!supported) {
                throw value.unsupported("max_seq_length and the settings of a plain text model");
            }
        });
    }
}
