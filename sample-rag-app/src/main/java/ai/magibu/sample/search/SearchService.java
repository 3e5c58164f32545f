package ai.magibu.sample.search;

import ai.magibu.sample.store.ChunkStore;
import ai.magibu.sample.store.ChunkStore.FoundChunk;
import ai.magibu.sample.store.TextEmbedder;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Service;

/** Finds the passages nearest to a question. */
@Service
public class SearchService {

    /** Most passages of one search. */
    public static final int MOST = 50;

    /** Longest question, in characters. */
    public static final int LONGEST_QUESTION = 2_000;

    private final TextEmbedder embedder;
    private final ChunkStore chunks;

    SearchService(TextEmbedder embedder, ChunkStore chunks) {
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
        List<FoundPassage> passages = new ArrayList<>();
        for (FoundChunk chunk : chunks.nearest(embedder.embedQuery(question.strip()).vector(), k)) {
            passages.add(new FoundPassage(
                    passages.size() + 1, chunk.score(), chunk.documentId(), chunk.source(), chunk.title(), chunk.position(),
                    chunk.text()));
        }
        return passages;
    }
}
