package ai.magibu.embedding.internal.artifact;

import java.util.List;

/** The names of a model's files. Those of a module are in its own folder. */
public final class ModelFolder {

    public static final String MODULES = "modules.json";
    public static final String SENTENCE_TRANSFORMERS = "config_sentence_transformers.json";
    /** Of any module. */
    public static final String CONFIG = "config.json";

    public static final String WEIGHTS = "model.safetensors";
    /** Lists the files of weights that are in several. */
    public static final String WEIGHTS_INDEX = "model.safetensors.index.json";

    public static final String TOKENIZER = "tokenizer.json";
    public static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    public static final String SPECIAL_TOKENS = "special_tokens_map.json";
    public static final String ADDED_TOKENS = "added_tokens.json";
    public static final String ADAPTER = "adapter_config.json";

    /** The settings of the Transformer module; sentence-transformers reads the first one that exists and is not empty. */
    public static final List<String> SENTENCE_SETTINGS = List.of(
            "sentence_bert_config.json",
            "sentence_roberta_config.json",
            "sentence_distilbert_config.json",
            "sentence_camembert_config.json",
            "sentence_albert_config.json",
            "sentence_xlm-roberta_config.json",
            "sentence_xlnet_config.json");

    /** Only models with a compiled graph in place of the weights have it. */
    public static final String MANIFEST = "magibu.json";

    private ModelFolder() {}
}
