package ai.magibu.server.tei;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.server.MagibuServer;
import ai.magibu.server.ServerSettings;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer of {@code GET /info}, without what this server does not have: {@code max_concurrent_requests}, {@code tokenization_workers}. */
record Info(
        @JsonProperty("model_id") String modelId,
        @JsonProperty("model_sha") @Nullable String modelSha,
        @JsonProperty("model_dtype") String modelDtype,
        @JsonProperty("served_model_name") String servedModelName,
        @JsonProperty("model_type") Map<String, Map<String, String>> modelType,
        @JsonProperty("max_input_length") int maxInputLength,
        @JsonProperty("max_batch_tokens") @Nullable Integer maxBatchTokens,
        @JsonProperty("max_batch_requests") @Nullable Integer maxBatchRequests,
        @JsonProperty("max_client_batch_size") int maxClientBatchSize,
        @JsonProperty("auto_truncate") boolean autoTruncate,
        String version,
        @Nullable String sha,
        @JsonProperty("docker_label") @Nullable String dockerLabel) {

    static Info of(MagibuEmbedder embedder, String servedName, ServerSettings settings) {
        String version = MagibuServer.class.getPackage().getImplementationVersion();
        return new Info(
                embedder.info().source(),
                embedder.info().revision(),
                switch (embedder.precision()) {
                    case FP32 -> "float32";
                    case BF16 -> "bfloat16";
                    case INT8 -> "int8";
                },
                servedName,
                Map.of("embedding", Map.of("pooling", pooling(embedder))),
                embedder.maxTokens(),
                embedder.settings().maxBatchTokens(),
                null,
                settings.maxTexts(),
                embedder.settings().onTooLong() == OnTooLong.TRUNCATE,
                version == null ? "development" : version,
                null,
                null);
    }

    private static String pooling(MagibuEmbedder embedder) {
        return embedder.info().pipeline().stream()
                .filter(module -> module.startsWith("Pooling ("))
                .map(module -> module.replaceFirst("Pooling \\((\\w+).*", "$1"))
                .findFirst()
                .orElse("mean");
    }
}
