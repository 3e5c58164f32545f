package ai.magibu.sample.search;

import ai.magibu.sample.store.TextEmbedder;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Service;

/** Finds the passages nearest to a question. */
@Service
public class SearchService {

    /** Most passages of one search. */
    public static final int MOST = 50;

    /** Longest question, in characters. */
    public static final int LONGEST_QUESTION = 2_000;

    private final TextEmbedder embedder;
    private final EmbeddingStore<TextSegment> chunks;

    SearchService(TextEmbedder embedder, EmbeddingStore<TextSegment> chunks) {
        this.embedder = embedder;
        this.chunks = chunks;
    }

    /**
     * @param question 1 to {@value #LONGEST_QUESTION} characters, not blank
     * @param k how many passages, 1 to {@value #MOST}
     * @return at most k passages, the nearest first
     * @throws IllegalArgumentException for a question or a k that is outside of that, with a message for the user
     */
    public List<FoundPassage> search(String question, int k) {
        if (question.isBlank() || question.length() > LONGEST_QUESTION) {
            throw new IllegalArgumentException(
                    "The question must have 1 to " + LONGEST_QUESTION + " characters, not only spaces.");
        }
        if (k < 1 || k > MOST) {
            throw new IllegalArgumentException("k must be 1 to " + MOST + ", not " + k + ".");
        }
        List<EmbeddingMatch<TextSegment>> matches = chunks.search(EmbeddingSearchRequest.builder()
                        .queryEmbedding(embedder.embedQuery(question.strip()))
                        .maxResults(k)
                        .build())
                .matches();
        List<FoundPassage> passages = new ArrayList<>();
        for (EmbeddingMatch<TextSegment> match : matches) {
            Metadata metadata = match.embedded().metadata();
            passages.add(new FoundPassage(
                    passages.size() + 1,
                    CosineSimilarity.fromRelevanceScore(match.score()),
                    Objects.requireNonNull(metadata.getUUID("document_id")),
                    Objects.requireNonNull(metadata.getString("source")),
                    Objects.requireNonNull(metadata.getString("title")),
                    Objects.requireNonNull(metadata.getInteger("position")),
                    match.embedded().text()));
        }
        return passages;
    }
}
