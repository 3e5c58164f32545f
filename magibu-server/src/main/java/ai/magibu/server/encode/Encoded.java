package ai.magibu.server.encode;

import ai.magibu.embedding.api.Embedding;
import java.util.List;

/**
 * The result of a request.
 *
 * @param embeddings one for each input, in their order
 */
public record Encoded(List<Embedding> embeddings) {

    /** Returns the number of tokens that went through the model, prompts and special tokens included. */
    public long tokens() {
        return embeddings.stream().mapToLong(Embedding::tokens).sum();
    }

    /** Returns the number of texts that were truncated. */
    public long truncated() {
        return embeddings.stream().filter(Embedding::truncated).count();
    }
}
