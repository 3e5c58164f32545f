package ai.magibu.evaluation.internal.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratifiedSplitTest {

    @Test
    void eachRowIsInOnePartAndEachLabelKeepsItsShare() {
        int[] labels = IntStream.range(0, 100).map(i -> i % 4 == 0 ? 7 : -1).toArray();
        StratifiedSplit split = StratifiedSplit.of(labels, 20, 42);
        assertThat(IntStream.concat(IntStream.of(split.train()), IntStream.of(split.test())).sorted().toArray())
                .isEqualTo(IntStream.range(0, 100).toArray());
        assertThat(IntStream.of(split.test()).filter(i -> labels[i] == 7)).hasSize(5);
    }

    @Test
    void aLabelThatOccursOnceIsRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> StratifiedSplit.of(new int[] {0, 0, 0, 1}, 2, 42))
                .withMessageContaining("label 1 has one row");
    }

    @Test
    void aPartSmallerThanTheNumberOfLabelsIsRejected() {
        int[] labels = {0, 0, 1, 1, 2, 2};
        assertThatIllegalArgumentException().isThrownBy(() -> StratifiedSplit.of(labels, 2, 42))
                .withMessageContaining("test part has 2 rows");
        assertThatIllegalArgumentException().isThrownBy(() -> StratifiedSplit.of(labels, 4, 42))
                .withMessageContaining("train part has 2 rows");
    }
}
