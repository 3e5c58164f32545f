package ai.magibu.embedding;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.internal.batch.BatchSettings;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.ModelConfigReader;
import ai.magibu.embedding.internal.encode.EncodeDefaults;
import ai.magibu.embedding.internal.encode.EncodeEngine;
import ai.magibu.embedding.internal.folder.FileStamps;
import ai.magibu.embedding.internal.model.CheckedModel;
import ai.magibu.embedding.internal.natives.DefaultThreads;
import ai.magibu.embedding.internal.natives.SessionSettings;
import ai.magibu.embedding.internal.session.ModelSession;
import ai.magibu.embedding.internal.session.SessionOpener;
import ai.magibu.embedding.internal.session.SharedModel;
import ai.magibu.embedding.internal.session.TokenizerLoading;
import ai.magibu.embedding.internal.store.ExportedModel;
import ai.magibu.embedding.internal.store.GraphCache;
import ai.magibu.embedding.internal.store.GraphManifest;
import ai.magibu.embedding.internal.tokenize.TextTokenizer;
import ai.magibu.embedding.source.ModelParts;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.embedding.source.ResolvedModel;
import ai.magibu.hub.internal.Arguments;
import ai.magibu.hub.internal.UserCache;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Loads an embedder: source → checked model → tokenizer → compiled graph → session. For one load. */
final class ModelLoader {

    private final EmbedderSettings settings;
    private final List<EncodeListener> listeners;
    private final Path cache;
    private final int threads;
    private final long start = System.nanoTime();

    ModelLoader(EmbedderSettings settings, List<EncodeListener> listeners) {
        Arguments.requireSet("listeners", listeners).forEach(listener -> Arguments.requireSet("listener", listener));
        this.settings = Arguments.requireSet("settings", settings);
        this.listeners = List.copyOf(listeners);
        this.cache = settings.cacheDirectory() == null ? UserCache.directory() : settings.cacheDirectory();
        this.threads = settings.threads() == null ? DefaultThreads.count() : settings.threads();
    }

    /**
     * A model whose files have been checked.
     *
     * @param precision the precision to run in
     * @param compiled whether no graph has to be compiled
     * @param files every file that the vectors depend on
     */
    private record Source(
            ModelInfo info, ModelConfig config, Precision precision, boolean compiled, SessionOpener sessions, List<Path> files) {}

    MagibuEmbedder load() {
        ResolvedModel resolved = model().resolve(ModelParts.ALL, cache);
        FileStamps stamps = FileStamps.in(resolved.folder());
        return ExportedModel.isIn(resolved.folder()) ? loadExported(resolved, stamps) : loadPublished(resolved, stamps);
    }

    /** Checks the settings, and a call, against the model's configuration. */
    void check(Passage passage, EncodeOptions options) {
        Path folder = model().resolve(ModelParts.WITHOUT_WEIGHTS, cache).folder();
        ModelConfig config = ModelConfigReader.read(folder);
        Precision precision = settings.precision() == null ? Precision.FP32 : settings.precision();
        if (ExportedModel.isIn(folder)) {
            precision = GraphManifest.read(folder).precision();
            requirePrecision(precision, folder);
        }
        requireTf32(settings.device(), precision);
        Path tokenizerFile = CheckedModel.tokenizer(config);
        if (settings.maxTokens() != null) { // otherwise the tokenizer, which takes a while to load, decides nothing
            try (TextTokenizer tokenizer = TextTokenizer.load(tokenizerFile, config)) {
                maxTokens(config, tokenizer);
            }
        }
        EncodeDefaults.dimension(settings.dimensions(), config);
        EncodeDefaults.dimension(options.dimensions(), config);
        config.prompts().resolve(options.prompt(), passage);
    }

    private ModelSource model() {
        if (settings.model() == null) {
            throw new IllegalArgumentException("no model is set: call model(…) with a folder or the hub's owner/name");
        }
        return settings.model();
    }

    private void requirePrecision(Precision exported, Path folder) {
        if (settings.precision() != null && settings.precision() != exported) {
            throw new IllegalArgumentException("the model in " + folder + " was exported in " + exported + " and cannot run in "
                    + settings.precision() + "; export it again, or leave the precision out");
        }
    }

    private MagibuEmbedder loadExported(ResolvedModel resolved, FileStamps stamps) {
        ExportedModel model = ExportedModel.open(resolved.folder());
        Precision precision = model.manifest().precision();
        requirePrecision(precision, model.folder());
        try (TokenizerLoading tokenizer = tokenizer(resolved, model.tokenizer(), model.config())) {
            ModelInfo info = ModelInfo.of(resolved, model);
            SessionOpener sessions = new SessionOpener(precision, null, model::graph);
            return load(new Source(info, model.config(), precision, true, sessions, model.files()), tokenizer, stamps);
        }
    }

    private MagibuEmbedder loadPublished(ResolvedModel resolved, FileStamps stamps) {
        CheckedModel model = CheckedModel.open(resolved.folder());
        Precision precision = settings.precision() == null ? Precision.FP32 : settings.precision();
        try (TokenizerLoading tokenizer = tokenizer(resolved, model.tokenizer(), model.config())) {
            ModelInfo info = ModelInfo.of(resolved, model);
            GraphCache graphs = new GraphCache(cache);
            boolean compiled = graphs.has(model, precision);
            SessionOpener sessions = new SessionOpener(precision, model, () -> graphs.get(model, precision));
            return load(new Source(info, model.config(), precision, compiled, sessions, model.files()), tokenizer, stamps);
        }
    }

    /** The tokenizer loads while the files are hashed, unless another embedder probably has it already. */
    private static TokenizerLoading tokenizer(ResolvedModel resolved, Path file, ModelConfig config) {
        TokenizerLoading tokenizer = new TokenizerLoading(() -> TextTokenizer.load(file, config));
        if (!SharedModel.isOpen(resolved.folder())) {
            tokenizer.start();
        }
        return tokenizer;
    }

    private MagibuEmbedder load(Source source, TokenizerLoading tokenizer, FileStamps stamps) {
        ModelConfig config = source.config();
        // what can be rejected is rejected before the graph is compiled, which takes seconds
        requireTf32(settings.device(), source.precision());
        Device device = source.sessions().available(settings.device());
        int dimension = EncodeDefaults.dimension(settings.dimensions(), config);
        SessionSettings session = new SessionSettings(device, threads, settings.memoryArena(), settings.tf32());
        SharedModel.Key key = new SharedModel.Key(source.info().directory(), source.info().fingerprint(), source.precision(), session);
        SharedModel model = SharedModel.acquire(key, tokenizer, () -> {
            if (!source.compiled()) {
                maxTokens(config, tokenizer.await());
            }
            ModelSession opened = source.sessions().open(session);
            try {
                stamps.requireUnchanged(source.files());
            } catch (RuntimeException e) {
                opened.close();
                throw e;
            }
            return opened;
        });
        try {
            EncodeDefaults defaults = new EncodeDefaults(maxTokens(config, model.tokenizer()), dimension, settings.onTooLong());
            EncodeEngine engine = new EncodeEngine(config, model, defaults, batches(model.session()), listeners);
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            return new MagibuEmbedder(settings, source.info(), source.precision(), engine, time);
        } catch (RuntimeException | Error e) {
            model.release();
            throw e;
        }
    }

    private int maxTokens(ModelConfig config, TextTokenizer tokenizer) {
        return EncodeDefaults.maxTokens(settings.maxTokens(), config, tokenizer);
    }

    private BatchSettings batches(ModelSession session) {
        return BatchSettings.of(session.device(), session.pads(), threads, settings.maxBatchTokens(), settings.sharedBatches(),
                settings.maxWaitingTokens());
    }

    /** @throws IllegalArgumentException if TF32 is requested and cannot have an effect */
    private void requireTf32(Device requested, Precision precision) {
        if (settings.tf32() && (precision != Precision.FP32 || requested.kind() == Device.Kind.CPU)) {
            throw new IllegalArgumentException("tf32 has an effect with fp32 on CUDA only, not with "
                    + precision.name().toLowerCase(Locale.ROOT) + " on the device " + requested + ": leave it out, or change these");
        }
    }
}
