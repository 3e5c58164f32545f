package ai.magibu.sample.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.sample.store.ChunkSearch;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReciprocalRankFusionTest {

    @Test
    void chunkOfBothListsComesBeforeThoseOfOne() {
        List<Candidate> joined = ReciprocalRankFusion.join(new ChunkSearch.Found(
                List.of(Chunks.chunk(1, 0.9), Chunks.chunk(2, 0.8), Chunks.chunk(3, 0.7)),
                List.of(Chunks.chunk(4, 0.1), Chunks.chunk(2, 0.8))));

        assertThat(joined).extracting(candidate -> candidate.chunk().id()).containsExactly(2L, 1L, 4L, 3L);
        assertThat(joined.get(0).score()).isCloseTo(1.0 / 62 + 1.0 / 62, within(1e-12));
        assertThat(joined.get(0).foundBy()).containsExactly("vector", "text");
        assertThat(joined.get(1).score()).isCloseTo(1.0 / 61, within(1e-12));
        assertThat(joined.get(2).foundBy()).containsExactly("text");
    }

    @Test
    void oneListKeepsItsOrder() {
        List<Candidate> joined = ReciprocalRankFusion.join(
                new ChunkSearch.Found(List.of(), List.of(Chunks.chunk(3, 0.1), Chunks.chunk(1, 0.9), Chunks.chunk(2, 0.5))));

        assertThat(joined).extracting(candidate -> candidate.chunk().id()).containsExactly(3L, 1L, 2L);
        assertThat(ReciprocalRankFusion.join(new ChunkSearch.Found(List.of(), List.of()))).isEmpty();
    }
}
