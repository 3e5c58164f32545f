package ai.magibu.embedding;

import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.artifact.CompiledGraph;
import ai.magibu.embedding.internal.config.GemmaConfig;
import ai.magibu.embedding.internal.config.OutputModule;
import ai.magibu.embedding.internal.config.LayerType;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.store.GraphManifest;
import ai.magibu.embedding.internal.store.ExportedModel;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.embedding.source.ResolvedModel;
import ai.magibu.hub.internal.Arguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of a model's files.
 *
 * <p>Later versions add components, so the constructor is not for applications; {@link #read(Path)} creates an instance.
 *
 * @param source the source of the model, as the user wrote it
 * @param revision the commit of a model from a hub; null for others
 * @param directory the SentenceTransformers folder
 * @param fingerprint SHA-256 over every file the vectors depend on, in hexadecimal: vectors of models with different
 *     fingerprints must not be mixed
 * @param identity the {@link MagibuEmbedder#identity()} of an embedder with default settings
 * @param slidingWindow {@code sliding_window} as the config has it (a token sees half of it on each side); 0 if no layer
 *     slides
 * @param parameters the number of parameters in all weights
 * @param pipeline the modules in order, such as {@code Transformer (24 layers: 20 sliding, 4 full)}
 * @param dimension the length of the vectors before they are cut
 * @param maxTokens the most tokens of a text, prompt and special tokens included
 * @param prompts prompt texts by name, in the file's order
 * @param defaultPrompt the name of the default prompt; null for none
 * @param files every file that the vectors depend on, relative to the folder
 */
public record ModelInfo(
        String source,
        @Nullable String revision,
        Path directory,
        String fingerprint,
        String identity,
        int layers,
        int hiddenSize,
        int attentionHeads,
        int keyValueHeads,
        int headDimension,
        int slidingWindow,
        int vocabularySize,
        long parameters,
        List<String> pipeline,
        int dimension,
        int maxTokens,
        Map<String, String> prompts,
        @Nullable String defaultPrompt,
        List<String> files) {

    /**
     * Reads and checks a model's files, without loading the model.
     *
     * @throws ai.magibu.embedding.api.MagibuException if they are missing, malformed, contradictory or not supported
     */
    public static ModelInfo read(Path modelDirectory) {
        return read(ModelSource.folder(modelDirectory));
    }

    /**
     * Reads and checks the files of a model from any source. They are downloaded if they are not on this machine.
     *
     * @throws ai.magibu.embedding.api.MagibuException if they are missing, malformed, contradictory or not supported
     */
    public static ModelInfo read(ModelSource source) {
        ResolvedModel resolved = Arguments.requireSet("source", source).resolve();
        return ExportedModel.isIn(resolved.folder())
                ? of(resolved, ExportedModel.open(resolved.folder()))
                : of(resolved, CheckedModel.open(resolved.folder()));
    }

    /**
     * Checks settings and a call against the model's configuration and tokenizer, without its weights, so that a program can reject
     * them before it starts other machines. The few megabytes are downloaded if they are not on this machine. Neither the weights nor
     * the device is checked.
     *
     * @param passage a passage as the calls will have it: with a title, if theirs have one
     * @throws IllegalArgumentException if no model is set, or the model does not support a setting, the prompt, the dimensions or a title
     * @throws ai.magibu.embedding.api.MagibuException if the model's files cannot be read
     */
    public static void check(EmbedderSettings settings, Passage passage, EncodeOptions options) {
        Arguments.requireSet("passage", passage);
        Arguments.requireSet("options", options);
        new ModelLoader(settings, List.of()).check(passage, options);
    }

    static ModelInfo of(ResolvedModel resolved, CheckedModel model) {
        return of(resolved, model.config(), model.fingerprint(), Precision.FP32, model.weights().parameters(), model.files());
    }

    static ModelInfo of(ResolvedModel resolved, ExportedModel model) {
        GraphManifest manifest = model.manifest();
        return of(resolved, model.config(), manifest.fingerprint(), manifest.precision(), manifest.parameters(), model.files());
    }

    private static ModelInfo of(
            ResolvedModel resolved, ModelConfig config, String fingerprint, Precision precision, long parameters, List<Path> files) {
        GemmaConfig gemma = config.gemma();
        int dimension = config.truncateDimension() == null ? config.dimension() : config.truncateDimension();
        return new ModelInfo(
                resolved.source(),
                resolved.revision(),
                resolved.folder(),
                fingerprint,
                identity(fingerprint, precision, dimension, config.maxTokens()),
                gemma.layers().size(),
                gemma.hiddenSize(),
                gemma.attentionHeads(),
                gemma.keyValueHeads(),
                gemma.headDimension(),
                gemma.slidingWindow(),
                gemma.vocabularySize(),
                parameters,
                pipeline(config),
                config.dimension(),
                config.maxTokens(),
                config.prompts().texts(),
                config.prompts().defaultName(),
                files.stream().map(file -> resolved.folder().relativize(file).toString()).toList());
    }

    static String identity(String fingerprint, Precision precision, int dimension, int maxTokens) {
        // What int8 rounds is the exporter's choice; the other precisions follow the reference in every version.
        String computed = precision.name().toLowerCase(Locale.ROOT) + (precision == Precision.INT8 ? "v" + CompiledGraph.VERSION : "");
        return fingerprint + "-" + computed + "-" + dimension + "d-" + maxTokens + "t";
    }

    /** Returns a short name that does not depend on the model's place: the repository's without the owner, or the folder's. */
    public String name() {
        // The folder of a hub's cache is named after the commit, and one that came out of a jar after its content.
        boolean named = revision != null || source.startsWith("classpath:");
        String path = source.replaceFirst("^classpath:|^https?://", "").replaceFirst("@.*|/(tree|commit)s?/.*|[?#].*", "");
        Path folder = named ? Path.of("/", path) : directory;
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? folder.toString() : name.toString();
    }

    private static List<String> pipeline(ModelConfig config) {
        List<String> modules = new ArrayList<>();
        long full = config.gemma().layers().stream().filter(type -> type == LayerType.FULL).count();
        int layers = config.gemma().layers().size();
        modules.add("Transformer (" + layers + " layers: " + (layers - full) + " sliding, " + full + " full)");
        String mode = config.pooling().mode().name().toLowerCase(Locale.ROOT);
        modules.add("Pooling (" + mode + (config.pooling().includePrompt() ? ")" : ", without the prompt)"));
        for (OutputModule module : config.outputModules()) {
            if (module instanceof OutputModule.Dense dense) {
                modules.add("Dense (" + dense.inFeatures() + " → " + dense.outFeatures() + (dense.bias() ? ", bias" : "") + ", "
                        + dense.activation().name().toLowerCase(Locale.ROOT) + ")");
            } else {
                modules.add("Normalize (L2)");
            }
        }
        return List.copyOf(modules);
    }
}
