package ai.magibu.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;

/**
 * A document's segments with their embeddings, as {@code EmbeddingStore.addAll(embeddings, segments)} takes them. Immutable.
 *
 * @param segments in the splitter's order
 * @param embeddings one for each segment, at its position
 * @param droppedTokens for each segment, the tokens at its end that did not fit a window of the model, and that its embedding
 *     therefore does not stand for; 0 for a segment of ordinary length
 * @param tokenUsage the segments' tokens, without prompts and special tokens
 */
public record LateChunks(
        List<TextSegment> segments, List<Embedding> embeddings, List<Integer> droppedTokens, TokenUsage tokenUsage) {

    public LateChunks {
        segments = List.copyOf(segments);
        embeddings = List.copyOf(embeddings);
        droppedTokens = List.copyOf(droppedTokens);
    }
}
