package ai.magibu.spring.boot;

import ai.magibu.embedding.EmbedderSettings;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.hub.HubException;
import ai.magibu.hub.HubSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings under {@code magibu.embedding}: those of the application's only or primary model, and under {@code models} those of
 * further models. A setting that has no default and is left out is null; the model or the embedder then decides.
 *
 * <p>Spring Boot creates it. Later versions add components, so the constructor is not for applications.
 *
 * @param enabled Whether to configure an embedder and its adapters at all.
 * @param model The model: a folder with its published or exported files (a relative path starts at the working directory), a
 *     model of the Hugging Face hub as "owner/name" or "owner/name@revision", or "classpath:/folder/". Required, unless models are
 *     named under "models" or the application defines a MagibuEmbedder bean.
 * @param device Device of the model. "auto" uses CUDA if it works and otherwise the CPU; with "cuda" and "cuda:N" the start fails
 *     if CUDA does not work.
 * @param precision Precision of the computation: "fp32" gives the reference's vectors. "int8" is about twice as fast, its
 *     weights are less than half as large, its vectors differ slightly, and it runs on the CPU only. "bf16" runs on CUDA, and with magibu-onednn on processors with AMX or AVX512-BF16. Vectors
 *     of different precisions should not share an index. If not set, "fp32", or the precision of an exported model.
 * @param tf32 Whether CUDA may round the inputs of float32 products to TF32, for speed. The vectors then differ slightly from the
 *     reference's. It has an effect with "fp32" on CUDA only; the start fails with another precision or with the device "cpu".
 * @param threads Threads that compute one batch on the CPU, from 1 to 1024. If not set, the number of physical cores, or the
 *     container's limit.
 * @param maxTokens Most tokens of a text that go through the model, prompt and special tokens included. If not set, the model's
 *     maximum, which is also the highest value.
 * @param maxBatchTokens Most tokens, padding included, that go through the model at once. A higher value needs more memory and, on a
 *     CPU, gains little. If not set, the embedder chooses.
 * @param sharedBatches Whether calls of several threads go through the model together, which suits web applications with few texts a
 *     call. Otherwise each call runs by itself, and the calls share the processor.
 * @param maxWaitingTokens With shared-batches, most tokens that may wait for the model before a further call fails with an
 *     OverloadedException. Divided by the machine's tokens per second it is about the longest wait. If not set, 32 batches' worth.
 * @param onTooLong Treatment of a text above max-tokens.
 * @param dimensions Length of the vectors: the first components of the model's, normalized again (Matryoshka). If not set, what
 *     the model says; its full dimension is the highest value.
 * @param cacheDirectory Folder of the compiled graph, which later starts reuse. If not set, "magibu" in the
 *     user's cache folder.
 * @param memoryArena Whether memory is kept from one batch to the next. Otherwise it is freed after each batch, which costs time.
 * @param defaultPrompt Prompt of calls that do not name a kind of text. Through LangChain4j these are calls without an input
 *     type, such as embed(String) and embedAll(List); through Spring AI, calls with strings. The value is "default" (the model's own
 *     default), "none", "query", "document", or the name of one of the model's prompts. If not set, "default" for LangChain4j and
 *     "query" for Spring AI, whose vector stores search through strings.
 * @param documentPrompt Prompt of documents through Spring AI, named as in default-prompt. LangChain4j's input type DOCUMENT
 *     always has the model's document prompt.
 * @param lazy Whether the model is loaded at the first call and not at start. Wrong settings and missing files then fail that call.
 * @param warmUp Whether a short text goes through the model when it is loaded, so that no user's call is the slow first one.
 * @param closeTimeout How long calls in progress may run on after the application begins to close. Then they are terminated. New and
 *     waiting calls fail at once. Keep it below the time that the platform waits before it kills the process.
 * @param hub see {@link Hub}
 * @param models Further models by name, each with any of the settings here; a setting that it leaves out is the one here, the
 *     model too. A name has lower-case letters, digits and dashes, and is the qualifier of the model's beans.
 */
@ConfigurationProperties("magibu.embedding")
public record MagibuProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String model,
        @DefaultValue("auto") String device,
        @Nullable Precision precision,
        @DefaultValue("false") boolean tf32,
        @Nullable Integer threads,
        @Nullable Integer maxTokens,
        @Nullable Integer maxBatchTokens,
        @DefaultValue("true") boolean sharedBatches,
        @Nullable Integer maxWaitingTokens,
        @DefaultValue("truncate") OnTooLong onTooLong,
        @Nullable Integer dimensions,
        @Nullable String cacheDirectory,
        @DefaultValue("true") boolean memoryArena,
        @Nullable String defaultPrompt,
        @DefaultValue("document") String documentPrompt,
        @DefaultValue("false") boolean lazy,
        @DefaultValue("true") boolean warmUp,
        @DefaultValue("10s") Duration closeTimeout,
        @DefaultValue Hub hub,
        @DefaultValue Map<String, Model> models) {

    public static final String PREFIX = "magibu.embedding";

    /**
     * One model's own settings, each as its namesake of {@link MagibuProperties}; null if that one applies. Spring Boot creates it. Later
     * versions add components, so the constructor is not for applications.
     *
     * @param model see {@link MagibuProperties#model()}
     * @param device see {@link MagibuProperties#device()}
     * @param precision see {@link MagibuProperties#precision()}
     * @param tf32 see {@link MagibuProperties#tf32()}
     * @param threads see {@link MagibuProperties#threads()}
     * @param maxTokens see {@link MagibuProperties#maxTokens()}
     * @param maxBatchTokens see {@link MagibuProperties#maxBatchTokens()}
     * @param sharedBatches see {@link MagibuProperties#sharedBatches()}
     * @param maxWaitingTokens see {@link MagibuProperties#maxWaitingTokens()}
     * @param onTooLong see {@link MagibuProperties#onTooLong()}
     * @param dimensions see {@link MagibuProperties#dimensions()}
     * @param cacheDirectory see {@link MagibuProperties#cacheDirectory()}
     * @param memoryArena see {@link MagibuProperties#memoryArena()}
     * @param defaultPrompt see {@link MagibuProperties#defaultPrompt()}
     * @param documentPrompt see {@link MagibuProperties#documentPrompt()}
     * @param lazy see {@link MagibuProperties#lazy()}
     * @param warmUp see {@link MagibuProperties#warmUp()}
     * @param closeTimeout see {@link MagibuProperties#closeTimeout()}
     */
    public record Model(
            @Nullable String model,
            @Nullable String device,
            @Nullable Precision precision,
            @Nullable Boolean tf32,
            @Nullable Integer threads,
            @Nullable Integer maxTokens,
            @Nullable Integer maxBatchTokens,
            @Nullable Boolean sharedBatches,
            @Nullable Integer maxWaitingTokens,
            @Nullable OnTooLong onTooLong,
            @Nullable Integer dimensions,
            @Nullable String cacheDirectory,
            @Nullable Boolean memoryArena,
            @Nullable String defaultPrompt,
            @Nullable String documentPrompt,
            @Nullable Boolean lazy,
            @Nullable Boolean warmUp,
            @Nullable Duration closeTimeout) {}

    /**
     * The Hugging Face hub. Each setting replaces an environment variable of {@code huggingface_hub}; where it is not set, the
     * environment variable counts.
     *
     * @param token Token for private and gated models. If not set, HF_TOKEN or the token file.
     * @param endpoint Address of the hub or of a mirror. If not set, HF_ENDPOINT or https://huggingface.co.
     * @param cache Folder of the downloaded files, shared with Python's huggingface_hub. If not set, HF_HUB_CACHE or its default.
     * @param offline Whether no request is made, so that models must be in the cache. If not set, HF_HUB_OFFLINE.
     */
    public record Hub(
            @Nullable String token, @Nullable String endpoint, @Nullable String cache, @Nullable Boolean offline) {

        /** @throws EmbedderConfigurationException if the endpoint is invalid */
        public HubSettings settings() {
            Map<String, String> environment = new HashMap<>(System.getenv());
            put("HF_ENDPOINT", endpoint, environment);
            put("HF_HUB_CACHE", cache, environment);
            put("HF_HUB_OFFLINE", offline == null ? null : offline ? "1" : "0", environment);
            if (put("HF_TOKEN", token, environment)) {
                environment.remove("HF_HUB_DISABLE_IMPLICIT_TOKEN"); // this one is explicit
            }
            HubSettings settings = HubSettings.of(environment);
            if (endpoint != null) {
                try {
                    settings.endpoint();
                } catch (HubException invalid) {
                    throw EmbedderConfigurationException.badEndpoint();
                }
            }
            return settings;
        }

        private static boolean put(String variable, @Nullable String value, Map<String, String> environment) {
            if (value == null || value.isBlank()) {
                return false;
            }
            environment.put(variable, value);
            return true;
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "Hub[endpoint=" + endpoint + ", cache=" + cache + ", offline=" + offline + "]";
        }
    }

    /**
     * Returns the settings of a model under {@code models}, or of the top-level model if the name is null. Spring Boot binds a model
     * whose keys are all unknown or empty to null: it has no settings of its own.
     */
    public ModelSettings settings(@Nullable String name) {
        return new ModelSettings(name, name == null ? null : models.get(name), this);
    }

    /** Hands a model's settings over to the embedder, each under its own name. */
    public void apply(ModelSettings settings, EmbedderSettings.Builder embedder) {
        settings.apply("model", Model::model, MagibuProperties::model, value -> embedder.model(ModelSource.parse(value, hub.settings())));
        settings.apply("device", Model::device, MagibuProperties::device, value -> embedder.device(Device.parse(value)));
        settings.apply("precision", Model::precision, MagibuProperties::precision, embedder::precision);
        settings.apply("tf32", Model::tf32, MagibuProperties::tf32, embedder::tf32);
        settings.apply("threads", Model::threads, MagibuProperties::threads, embedder::threads);
        settings.apply("max-tokens", Model::maxTokens, MagibuProperties::maxTokens, embedder::maxTokens);
        settings.apply("max-batch-tokens", Model::maxBatchTokens, MagibuProperties::maxBatchTokens, embedder::maxBatchTokens);
        settings.apply("shared-batches", Model::sharedBatches, MagibuProperties::sharedBatches, embedder::sharedBatches);
        settings.apply("max-waiting-tokens", Model::maxWaitingTokens, MagibuProperties::maxWaitingTokens, embedder::maxWaitingTokens);
        settings.apply("on-too-long", Model::onTooLong, MagibuProperties::onTooLong, embedder::onTooLong);
        settings.apply("dimensions", Model::dimensions, MagibuProperties::dimensions, embedder::dimensions);
        settings.apply("cache-directory", Model::cacheDirectory, MagibuProperties::cacheDirectory,
                value -> embedder.cacheDirectory(Path.of(value)));
        settings.apply("memory-arena", Model::memoryArena, MagibuProperties::memoryArena, embedder::memoryArena);
        settings.apply("close-timeout", Model::closeTimeout, MagibuProperties::closeTimeout, embedder::closeTimeout);
    }
}
