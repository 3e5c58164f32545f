package ai.magibu.adaptation.internal.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordBoundariesTest {

    private final WordBoundaries boundaries = new WordBoundaries(List.of(").", "▁(", ">▁<", "a"));

    @Test
    void neighborsInsideATokenStayTogether() {
        assertThat(boundaries.between(')', '.')).isFalse();
        assertThat(boundaries.between('>', '▁')).isFalse();
        assertThat(boundaries.between('.', ')')).isTrue();
    }

    @Test
    void lettersStayTogetherAndWithTheStartOfTheirWord() {
        assertThat(boundaries.between('x', 'y')).isFalse();
        assertThat(boundaries.between('▁', 'y')).isFalse();
        assertThat(boundaries.between('i', '\u0307')).isFalse();
        assertThat(boundaries.between('x', '▁')).isTrue();
        assertThat(boundaries.between('x', ',')).isTrue();
        assertThat(boundaries.between('1', '2')).isTrue();
        assertThat(boundaries.between('x', '2')).isTrue();
    }
}
