package ai.magibu.sample.search;

import ai.magibu.sample.store.ChunkSearch;
import ai.magibu.sample.store.TextEmbedder;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Service;

/** Finds the passages of the documents that have to do with a question. */
@Service
public class SearchService {

    /** Chunks of each list, per passage asked for: neighbours are joined, so more chunks than passages are needed. */
    private static final int CHUNKS_PER_PASSAGE = 4;

    private static final int FEWEST_CHUNKS = 50;

    private final TextEmbedder embedder;
    private final ChunkSearch chunks;
    private final Reranker reranker;
    private final Highlighter highlighter;

    SearchService(TextEmbedder embedder, ChunkSearch chunks, Reranker reranker, Highlighter highlighter) {
        this.embedder = embedder;
        this.chunks = chunks;
        this.reranker = reranker;
        this.highlighter = highlighter;
    }

    /** At most k passages, the best first. */
    public List<FoundPassage> search(SearchRequest request) {
        int wanted = reranker.candidates(request.k());
        float[] vector = embedder.embedQuery(request.question()).vector();
        int limit = Math.max(FEWEST_CHUNKS, wanted * CHUNKS_PER_PASSAGE);
        ChunkSearch.Found found = chunks.find(request.mode(), request.question(), vector, request.filter(), limit);
        List<JoinedPassage> candidates = PassageJoiner.join(ReciprocalRankFusion.join(found), wanted);
        List<JoinedPassage> best =
                reranker.rerank(request.question(), candidates).stream().limit(request.k()).toList();
        List<List<int[]>> highlights =
                highlighter.highlight(request.question(), best.stream().map(JoinedPassage::text).toList());
        return IntStream.range(0, best.size())
                .mapToObj(i -> best.get(i).numbered(i + 1, highlights.get(i)))
                .toList();
    }
}
