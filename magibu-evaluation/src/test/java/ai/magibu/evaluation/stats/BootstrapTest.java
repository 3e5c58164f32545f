package ai.magibu.evaluation.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    @Test
    void theIntervalCoversTheTrueMeanInAboutNineteenOfTwentyDataSets() {
        Random random = new Random(1);
        int covered = 0;
        for (int set = 0; set < 400; set++) {
            Interval interval = new Bootstrap(400, set).mean(normal(random, 60, 3));
            if (interval.low() <= 3 && 3 <= interval.high()) {
                covered++;
            }
        }
        assertThat(covered / 400.0).isBetween(.91, .98);
    }

    @Test
    void theIntervalIsThatOfTheNormalApproximation() {
        double[] values = normal(new Random(2), 1000, 0);
        double mean = Arrays.stream(values).average().orElseThrow();
        double error = Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum()) / 1000;
        Interval interval = new Bootstrap(42).mean(values);
        assertThat(interval.value()).isCloseTo(mean, within(1e-12));
        assertThat(interval.low()).isCloseTo(mean - 1.96 * error, within(.1 * error));
        assertThat(interval.high()).isCloseTo(mean + 1.96 * error, within(.1 * error));
    }

    @Test
    void equalRunsDifferByExactlyZero() {
        double[] values = normal(new Random(3), 100, .5);
        assertThat(new Bootstrap(42).difference(values, values.clone())).isEqualTo(new PairedDifference(new Interval(0, 0, 0), 1));
    }

    @Test
    void aConstantGainIsCertain() {
        double[] baseline = {.1, .5, .9};
        double[] candidate = {.35, .75, 1.15};
        PairedDifference difference = new Bootstrap(999, 42).difference(baseline, candidate);
        assertThat(difference.interval().value()).isCloseTo(.25, within(1e-12));
        assertThat(difference.interval().low()).isCloseTo(.25, within(1e-12));
        assertThat(difference.interval().high()).isCloseTo(.25, within(1e-12));
        assertThat(difference.pValue()).isEqualTo(2.0 / 1000);
    }

    @Test
    void equallyGoodRunsRarelyLookDifferent() {
        Random random = new Random(4);
        int significant = 0;
        for (int set = 0; set < 400; set++) {
            double[] baseline = normal(random, 60, 1);
            if (new Bootstrap(400, set).difference(baseline, normal(random, 60, 1)).pValue() < .05) {
                significant++;
            }
        }
        assertThat(significant / 400.0).isBetween(.02, .09);
    }

    @Test
    void swappedRunsHaveTheOppositeDifference() {
        double[] a = normal(new Random(5), 50, 0);
        double[] b = normal(new Random(6), 50, .2);
        PairedDifference there = new Bootstrap(42).difference(a, b);
        PairedDifference back = new Bootstrap(42).difference(b, a);
        assertThat(back.interval().low()).isCloseTo(-there.interval().high(), within(1e-12));
        assertThat(back.pValue()).isEqualTo(there.pValue());
    }

    @Test
    void theSeedDecidesTheInterval() {
        double[] values = normal(new Random(7), 50, 0);
        assertThat(new Bootstrap(1000, 1).mean(values)).isEqualTo(new Bootstrap(1000, 1).mean(values))
                .isNotEqualTo(new Bootstrap(1000, 2).mean(values));
    }

    @Test
    void aStatisticGetsIndices() {
        int[] data = {1, 2, 3, 4, 100};
        Interval median = new Bootstrap(42).interval(data.length, sample -> {
            int[] values = Arrays.stream(sample).map(i -> data[i]).sorted().toArray();
            return values[values.length / 2];
        });
        assertThat(median).isEqualTo(new Interval(3, 1, 100));
    }

    @Test
    void missingDataAreRejected() {
        Bootstrap bootstrap = new Bootstrap(42);
        assertThatIllegalArgumentException().isThrownBy(() -> bootstrap.mean(new double[0])).withMessageContaining("no data");
        assertThatIllegalArgumentException().isThrownBy(() -> bootstrap.difference(new double[2], new double[3]))
                .withMessage("The baseline has 2 values, the candidate has 3.");
        assertThatIllegalArgumentException().isThrownBy(() -> new Bootstrap(0, 42)).withMessageContaining("number of samples");
    }

    private static double[] normal(Random random, int n, double mean) {
        return random.doubles(n).map(any -> mean + random.nextGaussian()).toArray();
    }
}
