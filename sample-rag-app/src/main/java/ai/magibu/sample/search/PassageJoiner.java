package ai.magibu.sample.search;

import ai.magibu.sample.store.FoundChunk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes passages of chunks: those of one document that overlap, or have but space between them, become one. */
final class PassageJoiner {

    /** More would no longer be a passage, and fill the chat model's context. */
    private static final int MOST_CHUNKS = 4;

    /** Chunks are cut off at their space, one or an empty line: what is missing between two that touch. */
    private static final List<String> SPACES = List.of("", " ", "\n\n");

    private PassageJoiner() {}

    /**
     * @param candidates the best first
     * @return at most k passages, in the order of their best chunks: as many of the first chunks as give k
     */
    static List<JoinedPassage> join(List<Candidate> candidates, int k) {
        List<JoinedPassage> passages = List.of();
        for (int chunks = Math.min(k, candidates.size()); chunks <= candidates.size() && passages.size() < k; chunks++) {
            passages = join(candidates.subList(0, chunks));
        }
        return passages;
    }

    private static List<JoinedPassage> join(List<Candidate> chosen) {
        List<Candidate> inPlace = new ArrayList<>(chosen);
        inPlace.sort(Comparator.comparing((Candidate candidate) -> candidate.chunk().documentId())
                .thenComparingInt(candidate -> candidate.chunk().position()));
        List<JoinedPassage> passages = new ArrayList<>();
        for (Candidate candidate : inPlace) {
            JoinedPassage last = passages.isEmpty() ? null : passages.get(passages.size() - 1);
            if (last != null && continues(last, candidate.chunk())) {
                passages.set(passages.size() - 1, append(last, candidate));
            } else {
                passages.add(new JoinedPassage(
                        candidate.chunk(), candidate.chunk(), candidate.chunk().text(),
                        candidate.score(), candidate.chunk().similarity(), candidate.foundBy()));
            }
        }
        passages.sort(Comparator.comparingDouble(JoinedPassage::score).reversed());
        return passages;
    }

    private static boolean continues(JoinedPassage passage, FoundChunk next) {
        FoundChunk last = passage.last();
        return last.documentId().equals(next.documentId())
                && last.position() + 1 == next.position()
                && next.start() - last.end() < SPACES.size()
                && next.position() - passage.first().position() < MOST_CHUNKS;
    }

    private static JoinedPassage append(JoinedPassage passage, Candidate candidate) {
        FoundChunk next = candidate.chunk();
        int gap = next.start() - passage.last().end();
        String rest = gap >= 0 ? SPACES.get(gap) + next.text() : next.text().substring(Math.min(-gap, next.text().length()));
        Set<String> foundBy = new LinkedHashSet<>(passage.foundBy());
        foundBy.addAll(candidate.foundBy());
        return new JoinedPassage(
                passage.first(), next, passage.text() + rest,
                Math.max(passage.score(), candidate.score()),
                Math.max(passage.similarity(), next.similarity()),
                foundBy);
    }
}
