package ai.magibu.sample.search;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.sample.store.FoundChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassageJoinerTest {

    private static final String TEXT = "😀 Bir. İki. Üç.\n\nDört. Beş. Altı.";

    @Test
    void neighboursThatOverlapOrTouchBecomeOne() {
        FoundChunk first = Chunks.chunk(1, 0, 0, 12, TEXT);
        FoundChunk overlapping = Chunks.chunk(1, 1, 8, 16, TEXT);
        FoundChunk afterAnEmptyLine = Chunks.chunk(1, 2, 18, 23, TEXT);
        FoundChunk afterASpace = Chunks.chunk(1, 3, 24, 34, TEXT);

        List<JoinedPassage> passages = PassageJoiner.join(ranked(afterASpace, first, afterAnEmptyLine, overlapping), 4);

        assertThat(passages).hasSize(1);
        assertThat(passages.get(0).text()).isEqualTo(TEXT);
        assertThat(passages.get(0).first()).isEqualTo(first);
        assertThat(passages.get(0).last()).isEqualTo(afterASpace);
        assertThat(passages.get(0).score()).isEqualTo(4);
    }

    @Test
    void chunksApartOrOfOtherDocumentsStayAlone() {
        FoundChunk first = Chunks.chunk(1, 0, 0, 7, TEXT);
        FoundChunk apart = Chunks.chunk(1, 2, 18, 23, TEXT);
        FoundChunk withTextBetween = Chunks.chunk(1, 3, 30, 34, TEXT);
        FoundChunk other = Chunks.chunk(2, 1, 8, 12, TEXT);

        assertThat(PassageJoiner.join(ranked(other, first, apart, withTextBetween), 9))
                .extracting(JoinedPassage::text)
                .containsExactly("İki.", "😀 Bir.", "Dört.", "ltı.");
    }

    @Test
    void furtherChunksFillUpWhatJoiningTookAway() {
        FoundChunk first = Chunks.chunk(1, 0, 0, 7, TEXT);
        FoundChunk second = Chunks.chunk(1, 1, 8, 12, TEXT);
        FoundChunk other = Chunks.chunk(2, 0, 0, 7, TEXT);
        FoundChunk third = Chunks.chunk(3, 0, 0, 7, TEXT);

        List<JoinedPassage> passages = PassageJoiner.join(ranked(first, second, other, third), 2);

        assertThat(passages).extracting(JoinedPassage::first).containsExactly(first, other);
        assertThat(passages.get(0).text()).isEqualTo("😀 Bir. İki.");
    }

    @Test
    void passageHasAtMostFourChunks() {
        String text = "Cümle. ".repeat(9).strip();
        List<FoundChunk> chunks = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            chunks.add(Chunks.chunk(1, i, i * 7, i * 7 + 6, text));
        }

        assertThat(PassageJoiner.join(ranked(chunks.toArray(FoundChunk[]::new)), 9))
                .extracting(passage -> passage.last().position() - passage.first().position() + 1)
                .containsExactlyInAnyOrder(4, 4, 1);
    }

    private static List<Candidate> ranked(FoundChunk... chunks) {
        List<Candidate> candidates = new ArrayList<>();
        for (FoundChunk chunk : chunks) {
            candidates.add(new Candidate(chunk, chunks.length - candidates.size(), Set.of("text")));
        }
        return candidates;
    }
}
