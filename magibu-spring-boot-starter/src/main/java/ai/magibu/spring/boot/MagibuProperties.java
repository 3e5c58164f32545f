package ai.magibu.spring.boot;

import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Precision;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings under {@code magibu.embedding}. Where one that has no default is left out, it is null and the model or the
 * embedder decides.
 *
 * @param enabled Whether to configure an embedder and its adapters at all.
 * @param model Folder that holds the model's published files (config.json, model.safetensors, tokenizer.json and so on). A
 *     relative path starts at the working directory. Required, unless the application defines a MagibuEmbedder bean.
 * @param device Where the model runs. "auto" takes CUDA where it works and the CPU elsewhere; "cuda" and "cuda:N" fail at start
 *     where CUDA does not work.
 * @param precision How exactly to compute: "fp32" gives the reference's vectors; "int8" is several times faster and takes a third of
 *     the memory, for vectors that differ a little. Vectors of both should not share an index. If not set, "fp32", or what an exported
 *     model was exported in.
 * @param threads Threads that compute one batch on the CPU. If not set, the number of physical cores.
 * @param maxTokens Most tokens of a text that go through the model, prompt and special tokens included. If not set, the model's
 *     maximum, which is also the highest value.
 * @param maxBatchTokens Most tokens, padding included, that go through the model at once. A higher value needs more memory; on a
 *     CPU it gains little above the embedder's own, which holds if not set.
 * @param onTooLong What happens to a text above max-tokens.
 * @param dimensions Length of the vectors: the first components of the model's, normalized again (Matryoshka). If not set, what
 *     the model says; its full dimension is the highest value.
 * @param cacheDirectory Folder in which the converted model is kept from one start to the next. If not set, "magibu" in the
 *     user's cache folder.
 * @param memoryArena Whether memory is kept from one batch to the next. Otherwise it is given back each time, which costs time.
 * @param defaultPrompt Prompt of calls through LangChain4j that have no input type, such as embed(String) and embedAll(List):
 *     "default" for the model's own default, "none", "query", "document", or the name of one of the model's prompts. A call that
 *     has an input type gets the query or document prompt whatever is set here.
 */
@ConfigurationProperties("magibu.embedding")
public record MagibuProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String model,
        @DefaultValue("auto") String device,
        @Nullable Precision precision,
        @Nullable Integer threads,
        @Nullable Integer maxTokens,
        @Nullable Integer maxBatchTokens,
        @DefaultValue("truncate") OnTooLong onTooLong,
        @Nullable Integer dimensions,
        @Nullable String cacheDirectory,
        @DefaultValue("true") boolean memoryArena,
        @DefaultValue("default") String defaultPrompt) {}
