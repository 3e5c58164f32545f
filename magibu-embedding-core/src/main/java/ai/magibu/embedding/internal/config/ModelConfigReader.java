package ai.magibu.embedding.internal.config;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.UnsupportedModelException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a SentenceTransformers directory in either layout: as sentence-transformers up to 5 wrote it and as 6 does. The two
 * differ in module class names, in the pooling's keys and in where the maximum length stands.
 */
public final class ModelConfigReader {

    /** The graph has tables with a row for each position. */
    private static final int MAX_TOKENS = 1 << 20;

    private static final Set<String> POOLING_KEYS = Set.of(
            "embedding_dimension",
            "word_embedding_dimension",
            "pooling_mode",
            "include_prompt",
            "pooling_mode_cls_token",
            "pooling_mode_mean_tokens",
            "pooling_mode_max_tokens",
            "pooling_mode_mean_sqrt_len_tokens",
            "pooling_mode_weightedmean_tokens",
            "pooling_mode_lasttoken");

    private static final String SUPPORTED_MODULES = "Transformer, Pooling, Dense, Normalize";

    private final Path folder;
    private final List<Path> files = new ArrayList<>();

    private ModelConfigReader(Path folder) {
        this.folder = folder;
    }

    public static ModelConfig read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelSourceException("the model folder " + folder.toAbsolutePath() + " does not exist or is not a folder");
        }
        if (!ModelFile.exists(folder.resolve("modules.json"))) {
            throw new ModelSourceException(
                    "the folder " + folder.toAbsolutePath() + " holds no modules.json: it is not a SentenceTransformers model."
                            + " Name the folder that holds modules.json, config.json, model.safetensors and tokenizer.json");
        }
        return new ModelConfigReader(folder).read();
    }

    private ModelConfig read() {
        JsonFile json = file(folder.resolve("modules.json"));
        if (!json.node().isArray()) {
            throw new ModelFormatException(json.file(), "a list of modules", json.node().getNodeType().name().toLowerCase(Locale.ROOT));
        }
        Path transformer = null;
        PoolingConfig pooling = null;
        List<OutputModule> heads = new ArrayList<>();
        GemmaConfig gemma = null;
        int width = 0;
        requireNames(json);
        for (JsonNode entry : json.node()) {
            String type = moduleType(json, entry);
            Path path = modulePath(json, entry);
            switch (type) {
                case "Transformer" -> {
                    if (transformer != null) {
                        throw new UnsupportedModelException(json.file(), "a second Transformer module", "one");
                    }
                    transformer = path;
                    refuseAdapter(path);
                    gemma = GemmaConfigReader.read(file(path.resolve("config.json")));
                    width = gemma.hiddenSize();
                }
                case "Pooling" -> {
                    if (gemma == null || pooling != null || !heads.isEmpty()) {
                        throw new UnsupportedModelException(json.file(), "Pooling at this place", "one Pooling, right after the Transformer");
                    }
                    pooling = pooling(file(path.resolve("config.json")), width);
                }
                case "Dense" -> {
                    requirePooling(json, pooling, type);
                    OutputModule.Dense dense = dense(path, width);
                    heads.add(dense);
                    width = dense.outFeatures();
                }
                case "Normalize" -> {
                    requirePooling(json, pooling, type);
                    JsonFile normalize = optionalFile(path.resolve("config.json"));
                    if (normalize != null) {
                        normalize.requireKeys(Set.of("module_input_name", "module_output_name"));
                        requireSentenceEmbedding(normalize);
                    }
                    heads.add(new OutputModule.Normalize());
                }
                default -> throw new UnsupportedModelException(json.file(), "module type \"" + entry.path("type").asText() + "\"", SUPPORTED_MODULES);
            }
        }
        if (transformer == null || gemma == null || pooling == null) {
            throw new ModelFormatException(json.file(), "a Transformer and a Pooling module", json.node().size() + " modules without them");
        }
        JsonFile sentence = optionalFile(folder.resolve("config_sentence_transformers.json"));
        if (sentence != null) {
            String model = sentence.requireObject().optionalString("model_type").orElse("SentenceTransformer");
            if (!model.equals("SentenceTransformer")) {
                throw new UnsupportedModelException(sentence.file(), "model_type \"" + model + "\"", "SentenceTransformer");
            }
        }
        JsonFile backbone = JsonFile.read(transformer.resolve("config.json"));
        JsonFile tokenizer = optionalFile(transformer.resolve("tokenizer_config.json"));
        Limit limit = limit(transformer, backbone, tokenizer == null ? null : tokenizer.requireObject());
        if (limit.tokens > MAX_TOKENS) {
            throw new UnsupportedModelException(limit.file, "a longest text of " + limit.tokens + " tokens", "up to " + MAX_TOKENS);
        }
        TokenizerSettings settings = TokenizerSettingsReader.read(
                limit.file,
                backbone,
                tokenizer,
                optionalFile(transformer.resolve("special_tokens_map.json")),
                optionalFile(transformer.resolve("added_tokens.json")));
        return new ModelConfig(
                transformer,
                gemma,
                pooling,
                List.copyOf(heads),
                prompts(sentence),
                limit.tokens,
                settings,
                truncateDimension(sentence, width),
                List.copyOf(files));
    }

    /** The class name without its package: packages have changed between versions, names have not. */
    private static String moduleType(JsonFile json, JsonNode entry) {
        JsonNode type = entry.path("type");
        if (!type.isTextual()) {
            throw new ModelFormatException(json.file(), "a \"type\" in every module", entry.toString());
        }
        String name = type.textValue();
        if (!name.startsWith("sentence_transformers.")) {
            throw new UnsupportedModelException(json.file(), "module type \"" + name + "\"", SUPPORTED_MODULES);
        }
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private Path modulePath(JsonFile json, JsonNode entry) {
        JsonNode path = entry.path("path");
        if (!path.isTextual()) {
            throw new ModelFormatException(json.file(), "a \"path\" in every module", entry.toString());
        }
        Path resolved = ModelFile.resolve(folder, path.textValue());
        if (resolved == null || !resolved.startsWith(folder.normalize())) {
            throw new ModelFormatException(json.file(), "module paths inside the model's folder", path.textValue());
        }
        return resolved;
    }

    private static void requirePooling(JsonFile json, @Nullable PoolingConfig pooling, String type) {
        if (pooling == null) {
            throw new UnsupportedModelException(json.file(), type + " before Pooling", type + " after it");
        }
    }

    private static PoolingConfig pooling(JsonFile json, int width) {
        json.requireObject().requireKeys(POOLING_KEYS);
        String widthKey = json.has("embedding_dimension") ? "embedding_dimension" : "word_embedding_dimension";
        int declared = json.positiveInt(widthKey);
        if (declared != width) {
            throw new ModelFormatException(json.file(), "\"" + widthKey + "\": " + width + " (config.json's \"hidden_size\")", String.valueOf(declared));
        }
        List<String> modes = poolingModes(json);
        if (modes.size() != 1) {
            throw new UnsupportedModelException(json.file(), "several pooling modes at once " + modes, "one of them");
        }
        for (PoolingMode mode : PoolingMode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(modes.get(0))) {
                return new PoolingConfig(mode, json.bool("include_prompt", true));
            }
        }
        throw new UnsupportedModelException(
                json.file(), "pooling mode \"" + modes.get(0) + "\"", "cls, mean, max, mean_sqrt_len_tokens, weightedmean, lasttoken");
    }

    private static List<String> poolingModes(JsonFile json) {
        List<String> modes = new ArrayList<>();
        if (json.has("pooling_mode")) {
            JsonNode mode = json.node().get("pooling_mode");
            (mode.isArray() ? mode : List.of(mode)).forEach(name -> modes.add(name.asText()));
            return modes;
        }
        json.node().fieldNames().forEachRemaining(key -> {
            if (key.startsWith("pooling_mode_") && json.bool(key, false)) {
                String name = key.substring("pooling_mode_".length());
                modes.add(
                        switch (name) {
                            case "cls_token" -> "cls";
                            case "weightedmean_tokens" -> "weightedmean";
                            case "mean_tokens" -> "mean";
                            case "max_tokens" -> "max";
                            default -> name;
                        });
            }
        });
        return modes.isEmpty() ? List.of("mean") : modes; // as sentence-transformers when none is set
    }

    private OutputModule.Dense dense(Path path, int width) {
        JsonFile json = file(path.resolve("config.json")).requireObject();
        requireSentenceEmbedding(json);
        if (json.bool("use_residual", false)) {
            throw new UnsupportedModelException(json.file(), "\"use_residual\": true", "Dense without a residual connection");
        }
        int in = json.positiveInt("in_features");
        if (in != width) {
            throw new ModelFormatException(json.file(), "\"in_features\": " + width + " (what the module before gives)", String.valueOf(in));
        }
        // sentence-transformers' defaults for keys that are absent: a bias, and Tanh
        return new OutputModule.Dense(path, in, json.positiveInt("out_features"), json.bool("bias", true), activation(json));
    }

    private static Activation activation(JsonFile json) {
        if (!json.node().has("activation_function")) {
            return Activation.TANH;
        }
        String name = json.string("activation_function");
        return switch (name) {
            case "torch.nn.modules.linear.Identity" -> Activation.IDENTITY;
            case "torch.nn.modules.activation.Tanh" -> Activation.TANH;
            case "torch.nn.modules.activation.ReLU" -> Activation.RELU;
            case "torch.nn.modules.activation.GELU" -> Activation.GELU;
            case "torch.nn.modules.activation.Sigmoid" -> Activation.SIGMOID;
            default -> throw new UnsupportedModelException(
                    json.file(), "activation_function \"" + name + "\"", "torch's Identity, Tanh, ReLU, GELU, Sigmoid");
        };
    }

    private void requireSentenceEmbedding(JsonFile json) {
        for (String key : List.of("module_input_name", "module_output_name")) {
            String name = json.optionalString(key).orElse("sentence_embedding");
            if (!name.equals("sentence_embedding")) {
                throw new UnsupportedModelException(json.file(), key + " \"" + name + "\"", "sentence_embedding");
            }
        }
    }

    private record Limit(int tokens, Path file) {}

    /**
     * As sentence-transformers: {@code max_seq_length} where it is given, whatever {@code max_position_embeddings} says (RoPE
     * has no limit); else the tokenizer's maximum, capped at the model's positions.
     */
    private Limit limit(Path transformer, JsonFile backbone, @Nullable JsonFile tokenizer) {
        Optional<JsonFile> sentence = SentenceSettings.read(transformer);
        sentence.ifPresent(json -> files.add(json.file()));
        if (sentence.isPresent() && sentence.get().has("max_seq_length")) {
            return new Limit(sentence.get().positiveInt("max_seq_length"), sentence.get().file());
        }
        int positions = backbone.positiveInt("max_position_embeddings");
        for (String key : List.of("model_max_length", "max_len")) {
            if (tokenizer != null && tokenizer.has(key)) {
                // "no limit" is written as the float 1e30
                int length = (int) Math.min(Integer.MAX_VALUE, tokenizer.positiveNumber(key));
                return length < positions ? new Limit(length, tokenizer.file()) : new Limit(positions, backbone.file());
            }
        }
        return new Limit(positions, backbone.file());
    }

    private static void refuseAdapter(Path transformer) {
        Path adapter = transformer.resolve("adapter_config.json");
        if (ModelFile.exists(adapter)) {
            throw new UnsupportedModelException(
                    adapter, "an adapter (LoRA)", "merged weights. Merge the adapter first (PEFT: merge_and_unload) and save the model");
        }
    }

    /** sentence-transformers keeps modules by name, so a second one of a name replaces the first. */
    private static void requireNames(JsonFile json) {
        Set<String> names = new HashSet<>();
        for (JsonNode entry : json.node()) {
            JsonNode name = entry.path("name");
            if (!name.isTextual() || name.textValue().isEmpty() || name.textValue().contains(".") || !names.add(name.textValue())) {
                throw new ModelFormatException(json.file(), "a \"name\" of its own in every module, without dots", entry.toString());
            }
        }
    }

    private static Prompts prompts(@Nullable JsonFile json) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (json == null) {
            return new Prompts(texts, null);
        }
        json.requireObject();
        if (json.has("prompts")) {
            JsonFile prompts = json.object("prompts");
            prompts.node().fieldNames().forEachRemaining(name -> prompts.optionalString(name).ifPresent(text -> texts.put(name, text)));
        }
        String defaultName = json.optionalString("default_prompt_name").orElse(null);
        if (defaultName != null && !texts.containsKey(defaultName)) {
            throw new ModelFormatException(json.file(), "\"default_prompt_name\" to be one of " + texts.keySet(), "\"" + defaultName + "\"");
        }
        return new Prompts(Collections.unmodifiableMap(texts), defaultName);
    }

    private static @Nullable Integer truncateDimension(@Nullable JsonFile json, int dimension) {
        if (json == null || !json.has("truncate_dim")) {
            return null;
        }
        return Math.min(json.positiveInt("truncate_dim"), dimension);
    }

    private JsonFile file(Path path) {
        JsonFile json = JsonFile.read(path);
        files.add(path);
        return json;
    }

    private @Nullable JsonFile optionalFile(Path path) {
        return ModelFile.exists(path) ? file(path) : null;
    }
}
