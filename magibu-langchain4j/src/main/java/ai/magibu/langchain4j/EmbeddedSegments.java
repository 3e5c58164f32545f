package ai.magibu.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;

/**
 * A document's segments with their embeddings, as {@code EmbeddingStore.addAll(ids, embeddings, segments)} takes them. Immutable.
 *
 * @param segments the segments, in the splitter's order
 * @param embeddings the embeddings, one for each segment, at its position
 * @param droppedTokens the numbers of tokens that were cut off because they exceed the model's limit, one for each segment; 0 for a
 *     segment of ordinary length
 * @param tokenUsage the tokens that were embedded, including prompts and special tokens; excluding both if the
 *     ingestor uses late chunking
 */
public record EmbeddedSegments(
        List<TextSegment> segments, List<Embedding> embeddings, List<Integer> droppedTokens, TokenUsage tokenUsage) {

    public EmbeddedSegments {
        segments = List.copyOf(segments);
        embeddings = List.copyOf(embeddings);
        droppedTokens = List.copyOf(droppedTokens);
    }
}
