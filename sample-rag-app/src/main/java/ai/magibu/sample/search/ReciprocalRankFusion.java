package ai.magibu.sample.search;

import ai.magibu.sample.store.ChunkSearch;
import ai.magibu.sample.store.FoundChunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Joins lists by ranks alone, so that a cosine and a text rank need no common measure: a chunk's score is the sum of
 * 1 / (k + its rank) over the lists that have it. G. V. Cormack, C. L. A. Clarke, S. Büttcher: Reciprocal Rank Fusion
 * outperforms Condorcet and individual Rank Learning Methods. SIGIR 2009. k is 60, as there.
 */
final class ReciprocalRankFusion {

    private static final int K = 60;

    private final Map<Long, FoundChunk> chunks = new HashMap<>();
    private final Map<Long, Double> scores = new HashMap<>();
    private final Map<Long, Set<String>> lists = new HashMap<>();

    private ReciprocalRankFusion() {}

    /** The best first; those of equal score by their similarity. */
    static List<Candidate> join(ChunkSearch.Found found) {
        ReciprocalRankFusion fusion = new ReciprocalRankFusion();
        fusion.add("vector", found.byVector());
        fusion.add("text", found.byText());
        List<Candidate> joined = new ArrayList<>();
        fusion.chunks.forEach((id, chunk) -> joined.add(new Candidate(chunk, fusion.scores.get(id), fusion.lists.get(id))));
        joined.sort(Comparator.comparingDouble(Candidate::score)
                .thenComparingDouble(candidate -> candidate.chunk().similarity())
                .reversed()
                .thenComparingLong(candidate -> candidate.chunk().id()));
        return joined;
    }

    private void add(String list, List<FoundChunk> ranked) {
        for (int i = 0; i < ranked.size(); i++) {
            FoundChunk chunk = ranked.get(i);
            chunks.put(chunk.id(), chunk);
            scores.merge(chunk.id(), 1.0 / (K + i + 1), Double::sum);
            lists.computeIfAbsent(chunk.id(), id -> new LinkedHashSet<>()).add(list);
        }
    }
}
