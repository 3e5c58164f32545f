package ai.magibu.adaptation.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MicroBatchTest {

    @Test
    void noPartHasMoreTokensThanAllowedWithItsPadding() {
        List<Example> examples = IntStream.of(9, 2, 30, 4, 8, 8, 3, 100, 1).mapToObj(MicroBatchTest::example).toList();

        List<MicroBatch> parts = MicroBatch.pack(examples, 32);

        assertThat(parts).extracting(part -> part.examples().stream().map(example -> example.tokens().length).toList())
                .containsExactly(List.of(1, 2, 3, 4), List.of(8, 8, 9), List.of(30), List.of(100));
        assertThat(parts.get(1).tokens().length()).isEqualTo(9);
        assertThat(parts.get(0).targets()).hasDimensions(4, 1);
    }

    private static Example example(int length) {
        return new Example(new int[length], new float[] {length}, false);
    }
}
