package ai.magibu.server.openai;

import ai.magibu.embedding.api.Embedding;
import ai.magibu.server.encode.Encoded;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The answer of {@code POST /v1/embeddings}. */
record EmbeddingsResponse(String object, List<Item> data, String model, Usage usage) {

    static EmbeddingsResponse of(Encoded encoded, String model, boolean base64) {
        List<Item> items = IntStream.range(0, encoded.embeddings().size())
                .mapToObj(i -> Item.of(i, encoded.embeddings().get(i), base64))
                .toList();
        return new EmbeddingsResponse("list", items, model, new Usage(encoded.tokens(), encoded.tokens()));
    }

    /**
     * One vector.
     *
     * @param embedding the numbers, or base64 of their little-endian float32
     * @param truncated true if tokens were cut off, otherwise null
     * @param droppedTokens the number of tokens that were cut off; null if none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String object,
            int index,
            Object embedding,
            @Nullable Boolean truncated,
            @JsonProperty("dropped_tokens") @Nullable Integer droppedTokens) {

        static Item of(int index, Embedding embedding, boolean base64) {
            return new Item("embedding", index, base64 ? base64(embedding.vector()) : embedding.vector(),
                    embedding.truncated() ? true : null, embedding.truncated() ? embedding.droppedTokens() : null);
        }

        private static String base64(float[] vector) {
            ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            return Base64.getEncoder().encodeToString(bytes.array());
        }
    }

    /** The tokens that went through the model. */
    record Usage(@JsonProperty("prompt_tokens") long promptTokens, @JsonProperty("total_tokens") long totalTokens) {}
}
