package ai.magibu.embedding.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPlannerTest {

    @Test
    void nothingGivesNoBatch() {
        assertThat(new BatchPlanner(100).plan(new int[0])).isEmpty();
    }

    @Test
    void likeLengthsGoTogetherLongestFirst() {
        assertThat(new BatchPlanner(40).plan(new int[] {5, 20, 5, 20, 5}))
                .containsExactly(new int[] {1, 3}, new int[] {0, 2, 4});
    }

    @Test
    void textLongerThanTheBudgetGoesAlone() {
        assertThat(new BatchPlanner(10).plan(new int[] {3, 500, 3})).containsExactly(new int[] {1}, new int[] {0, 2});
    }

    @Test
    void fewShortTextsShareARunThoughTheyArePadded() {
        assertThat(new BatchPlanner(2048).plan(new int[] {5, 14, 9})).containsExactly(new int[] {1, 2, 0});
    }

    @Test
    void longAndShortTextsDoNot() {
        assertThat(new BatchPlanner(2048).plan(new int[] {8, 500, 480, 9})).containsExactly(new int[] {1, 2}, new int[] {3, 0});
    }

    @Test
    void textsWithoutTokensAreNotLost() {
        assertThat(new BatchPlanner(10).plan(new int[] {0, 0})).containsExactly(new int[] {0, 1});
    }

    @Test
    void everyTextIsPlannedOnceWithinTheBudgetAndWithLittlePadding() {
        Random random = new Random(3);
        int[] lengths = IntStream.range(0, 5000)
                .map(i -> (int) Math.min(2048, Math.max(8, Math.exp(Math.log(120) + random.nextGaussian()))))
                .toArray();
        List<int[]> batches = new BatchPlanner(2048).plan(lengths);
        long padded = 0;
        for (int[] batch : batches) {
            int size = batch.length * Arrays.stream(batch).map(i -> lengths[i]).max().orElseThrow();
            assertThat(size).isLessThanOrEqualTo(2048);
            padded += size;
        }
        assertThat(batches.stream().flatMapToInt(Arrays::stream).sorted().toArray())
                .containsExactly(IntStream.range(0, 5000).toArray());
        assertThat((double) padded / Arrays.stream(lengths).sum()).isLessThan(1.05);
    }
}
