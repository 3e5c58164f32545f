package ai.magibu.sample.search;

import ai.magibu.sample.store.FoundChunk;
import java.util.List;
import java.util.Set;

/** Neighbouring chunks as one, with the score and the similarity of the best of them. */
record JoinedPassage(
        FoundChunk first, FoundChunk last, String text, double score, double similarity, Set<String> foundBy) {

    JoinedPassage withScore(double other) {
        return new JoinedPassage(first, last, text, other, similarity, foundBy);
    }

    FoundPassage numbered(int number, List<int[]> highlights) {
        return new FoundPassage(
                number, score, similarity, List.copyOf(foundBy), first.documentId(), first.source(), first.title(), first.tags(),
                first.storedAt(), first.position(), last.position(), first.start(), last.end(), text, highlights);
    }
}
