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
        assertThat(new BatchPlanner(100, new RunCosts(30, true)).plan(new int[0])).isEmpty();
    }

    @Test
    void likeLengthsGoTogetherLongestFirst() {
        assertThat(new BatchPlanner(40, new RunCosts(30, true)).plan(new int[] {5, 20, 5, 20, 5}))
                .containsExactly(new int[] {1, 3}, new int[] {0, 2, 4});
    }

    @Test
    void textLongerThanTheBudgetGoesAlone() {
        assertThat(new BatchPlanner(10, new RunCosts(30, true)).plan(new int[] {3, 500, 3})).containsExactly(new int[] {1},
                new int[] {0, 2});
    }

    @Test
    void fewShortTextsShareARunThoughTheyArePadded() {
        assertThat(new BatchPlanner(2048, new RunCosts(30, true)).plan(new int[] {5, 14, 9})).containsExactly(new int[] {1, 2, 0});
    }

    @Test
    void longAndShortTextsDoNot() {
        assertThat(new BatchPlanner(2048, new RunCosts(30, true)).plan(new int[] {8, 500, 480, 9})).containsExactly(new int[] {1, 2},
                new int[] {3, 0});
    }

    @Test
    void textsWithoutTokensAreNotLost() {
        assertThat(new BatchPlanner(10, new RunCosts(30, true)).plan(new int[] {0, 0})).containsExactly(new int[] {0, 1});
    }

    @Test
    void everyTextIsPlannedOnceWithinTheBudgetAndWithLittlePadding() {
        Random random = new Random(3);
        int[] lengths = IntStream.range(0, 5000)
                .map(i -> (int) Math.min(2048, Math.max(8, Math.exp(Math.log(120) + random.nextGaussian()))))
                .toArray();
        List<int[]> batches = new BatchPlanner(2048, new RunCosts(30, true)).plan(lengths);
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

    /** A long text next to short ones costs only its own tokens. */
    @Test
    void textsOfDifferentLengthShareABatchIfNothingIsPadded() {
        int[] lengths = {5, 300, 40, 120};
        assertThat(new BatchPlanner(512, new RunCosts(30, false)).plan(lengths)).containsExactly(new int[] {1, 3, 2, 0});
        assertThat(new BatchPlanner(512, new RunCosts(30, true)).plan(lengths)).hasSizeGreaterThan(1);
        assertThat(new BatchPlanner(460, new RunCosts(30, false)).plan(lengths)).hasSize(2);
    }

    @Test
    void expensiveRunsAreFewer() {
        int[] lengths = {400, 100, 100};
        assertThat(new BatchPlanner(16_384, new RunCosts(30, true)).plan(lengths)).hasSize(2);
        assertThat(new BatchPlanner(16_384, new RunCosts(1_500, true)).plan(lengths)).hasSize(1);
    }
}
