package ai.magibu.embedding.internal.config;

import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.UnsupportedModelException;
import ai.magibu.embedding.internal.config.OutputModule.Activation;
import ai.magibu.embedding.internal.folder.ModelFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a SentenceTransformers folder in either layout: as sentence-transformers up to 5 wrote it and as 6 does. The two
 * differ in module class names, in the pooling's keys and in the place of the maximum length.
 */
public final class ModelConfigReader {

    /** The graph has tables with a row for each position. */
    private static final int MAX_TOKENS = 1 << 20;

    private static final String SUPPORTED_MODULES = "Transformer, Pooling, Dense, Normalize";

    private static final Map<String, PoolingMode> POOLING_MODES =
            Arrays.stream(PoolingMode.values()).collect(Collectors.toMap(PoolingMode::value, Function.identity()));

    private static final Set<String> POOLING_KEYS = Stream.concat(
            Stream.of("embedding_dimension", "word_embedding_dimension", "pooling_mode", "include_prompt"),
            Arrays.stream(PoolingMode.values()).map(mode -> mode.key))
            .collect(Collectors.toSet());

    private static final Map<String, Activation> ACTIVATIONS = Map.of(
            "torch.nn.modules.linear.Identity", Activation.IDENTITY,
            "torch.nn.modules.activation.Tanh", Activation.TANH,
            "torch.nn.modules.activation.ReLU", Activation.RELU,
            "torch.nn.modules.activation.GELU", Activation.GELU,
            "torch.nn.modules.activation.Sigmoid", Activation.SIGMOID);

    private final Path folder;
    private final List<Path> files = new ArrayList<>();
    private final List<OutputModule> outputModules = new ArrayList<>();
    private @Nullable Path transformer;
    private @Nullable GemmaConfig gemma;
    private @Nullable PoolingConfig pooling;
    /** The length of the vectors that the modules so far give. */
    private int width;

    private ModelConfigReader(Path folder) {
        this.folder = folder;
    }

    /**
     * @throws ModelSourceException if the folder is not a model's, or a file is missing or cannot be read
     * @throws ModelFormatException if a file is malformed or contradicts another
     * @throws UnsupportedModelException if the model asks for something that is not computed here
     */
    public static ModelConfig read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelSourceException("the model folder " + folder.toAbsolutePath() + " does not exist or is not a folder");
        }
        if (!ModelFile.exists(folder.resolve(ModelFiles.MODULES))) {
            throw new ModelSourceException(
                    "the folder " + folder.toAbsolutePath() + " holds no modules.json: it is not a SentenceTransformers model."
                            + " Name the folder that holds modules.json, config.json, model.safetensors and tokenizer.json");
        }
        return new ModelConfigReader(folder).read();
    }

    private ModelConfig read() {
        Json modules = file(folder.resolve(ModelFiles.MODULES));
        requireNames(modules);
        modules.elements().forEach(this::readModule);
        if (transformer == null || gemma == null || pooling == null) {
            throw modules.wrong("a list of modules with a Transformer and a Pooling");
        }
        Json sentence = optionalFile(folder.resolve(ModelFiles.SETTINGS));
        if (sentence != null) {
            sentence.requireObject().get("model_type").requireIfPresent("SentenceTransformer");
        }
        Json backbone = Json.read(transformer.resolve(ModelFiles.CONFIG));
        Json tokenizer = optionalFile(transformer.resolve(ModelFiles.TOKENIZER_CONFIG));
        Json limit = limit(transformer, backbone, tokenizer);
        int maxTokens = (int) Math.min(Integer.MAX_VALUE, limit.positiveNumber());
        if (maxTokens > MAX_TOKENS) {
            throw limit.unsupported("a longest text of up to " + MAX_TOKENS + " tokens");
        }
        TokenizerSettings settings = new TokenizerSettingsReader().read(
                limit.file(),
                backbone,
                tokenizer,
                optionalFile(transformer.resolve(ModelFiles.SPECIAL_TOKENS)),
                optionalFile(transformer.resolve(ModelFiles.ADDED_TOKENS)));
        Integer truncated = sentence == null || !sentence.has("truncate_dim")
                ? null
                : (Integer) Math.min(sentence.get("truncate_dim").positiveInt(), width);
        return new ModelConfig(
                transformer, gemma, pooling, List.copyOf(outputModules), prompts(sentence), maxTokens, settings, truncated,
                List.copyOf(files));
    }

    /** sentence-transformers keeps modules by name, so a second one of a name replaces the first. */
    private static void requireNames(Json modules) {
        Set<String> names = new HashSet<>();
        for (Json module : modules.elements()) {
            String name = module.get("name").string();
            if (name.isEmpty() || name.contains(".") || !names.add(name)) {
                throw module.get("name").wrong("a name that no other module has, without dots,");
            }
        }
    }

    private void readModule(Json module) {
        Path path = folder(module.get("path"));
        String type = module.get("type").string();
        // the class name without its package: packages have changed between versions, names have not
        switch (type.startsWith("sentence_transformers.") ? type.substring(type.lastIndexOf('.') + 1) : "") {
            case "Transformer" -> {
                require(transformer == null, module, "one Transformer");
                transformer = path;
                rejectAdapter(path);
                gemma = GemmaConfig.read(file(path.resolve(ModelFiles.CONFIG)));
                width = gemma.hiddenSize();
            }
            case "Pooling" -> {
                require(gemma != null && pooling == null && outputModules.isEmpty(), module, "one Pooling, right after the Transformer");
                pooling = pooling(file(path.resolve(ModelFiles.CONFIG)));
            }
            case "Dense" -> {
                require(pooling != null, module, "Dense after Pooling");
                outputModules.add(dense(path, file(path.resolve(ModelFiles.CONFIG))));
            }
            case "Normalize" -> {
                require(pooling != null, module, "Normalize after Pooling");
                Json json = optionalFile(path.resolve(ModelFiles.CONFIG));
                if (json != null) {
                    requireSentenceEmbedding(json.requireKeys(Set.of("module_input_name", "module_output_name")));
                }
                outputModules.add(new OutputModule.Normalize());
            }
            default -> throw module.get("type").unsupported(SUPPORTED_MODULES);
        }
    }

    private static void require(boolean supported, Json module, String instead) {
        if (!supported) {
            throw module.unsupported(instead);
        }
    }

    private Path folder(Json path) {
        Path resolved = ModelFile.resolve(folder, path.string());
        if (resolved == null || !resolved.startsWith(folder.normalize())) {
            throw path.wrong("a path inside the model's folder");
        }
        return resolved;
    }

    private static void rejectAdapter(Path transformer) {
        Path adapter = transformer.resolve(ModelFiles.ADAPTER);
        if (ModelFile.exists(adapter)) {
            throw new UnsupportedModelException(
                    adapter, "an adapter (LoRA)", "merged weights. Merge the adapter first (PEFT: merge_and_unload) and save the model");
        }
    }

    private PoolingConfig pooling(Json json) {
        json.requireKeys(POOLING_KEYS);
        requireWidth(json.get(json.has("embedding_dimension") ? "embedding_dimension" : "word_embedding_dimension"));
        List<PoolingMode> modes = new ArrayList<>();
        Json given = json.get("pooling_mode");
        if (given.isPresent()) {
            (given.isString() ? List.of(given) : given.elements()).forEach(mode -> modes.add(mode.choice(POOLING_MODES)));
        } else {
            Arrays.stream(PoolingMode.values()).filter(mode -> json.get(mode.key).bool(false)).forEach(modes::add);
            if (modes.isEmpty()) {
                modes.add(PoolingMode.MEAN); // as sentence-transformers when none is set
            }
        }
        if (modes.size() != 1) {
            throw new UnsupportedModelException(json.file(), "several pooling modes at once " + modes, "one of them");
        }
        return new PoolingConfig(modes.get(0), json.get("include_prompt").bool(true));
    }

    private void requireWidth(Json json) {
        if (json.positiveInt() != width) {
            throw json.wrong(width + " (the length of the vectors that the preceding modules produce)");
        }
    }

    private OutputModule.Dense dense(Path path, Json json) {
        requireSentenceEmbedding(json.requireObject());
        json.get("use_residual").rejectTrue();
        requireWidth(json.get("in_features"));
        int in = width;
        width = json.get("out_features").positiveInt();
        // sentence-transformers' defaults for absent keys: a bias, and Tanh
        boolean named = json.members().containsKey("activation_function");
        Activation activation = named ? json.get("activation_function").choice(ACTIVATIONS) : Activation.TANH;
        return new OutputModule.Dense(path, in, width, json.get("bias").bool(true), activation);
    }

    private static void requireSentenceEmbedding(Json json) {
        json.get("module_input_name").requireIfPresent("sentence_embedding");
        json.get("module_output_name").requireIfPresent("sentence_embedding");
    }

    /**
     * As sentence-transformers: {@code max_seq_length} if it is given, whatever {@code max_position_embeddings} says (RoPE has no
     * limit); else the tokenizer's maximum, capped at the model's positions.
     */
    private Json limit(Path transformer, Json backbone, @Nullable Json tokenizer) {
        for (String name : ModelFiles.TRANSFORMER_SETTINGS) { // the first that is not empty
            Path file = transformer.resolve(name);
            Json json = ModelFile.exists(file) ? Json.read(file) : null;
            if (json != null && !json.members().isEmpty()) {
                files.add(file);
                SentenceSettings.check(json);
                if (json.has("max_seq_length")) {
                    json.get("max_seq_length").positiveInt();
                    return json.get("max_seq_length");
                }
                break;
            }
        }
        Json positions = backbone.get("max_position_embeddings");
        positions.positiveInt();
        for (String key : List.of("model_max_length", "max_len")) {
            if (tokenizer != null && tokenizer.has(key)) { // "no limit" is written as the float 1e30
                return tokenizer.get(key).positiveNumber() < positions.positiveInt() ? tokenizer.get(key) : positions;
            }
        }
        return positions;
    }

    private static Prompts prompts(@Nullable Json json) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (json == null) {
            return new Prompts(texts, null);
        }
        if (json.has("prompts")) {
            json.get("prompts").members().forEach((name, text) -> {
                if (text.isPresent()) {
                    texts.put(name, text.string());
                }
            });
        }
        Json defaultName = json.get("default_prompt_name");
        if (defaultName.isPresent() && !texts.containsKey(defaultName.string())) {
            throw defaultName.wrong("one of " + texts.keySet());
        }
        return new Prompts(Collections.unmodifiableMap(texts), defaultName.isPresent() ? defaultName.string() : null);
    }

    private Json file(Path path) {
        Json json = Json.read(path);
        files.add(path);
        return json;
    }

    private @Nullable Json optionalFile(Path path) {
        return ModelFile.exists(path) ? file(path) : null;
    }
}
