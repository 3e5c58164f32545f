package ai.magibu.evaluation.internal.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricEdgeCasesTest {

    private static final double[] ZERO = {0, 0};
    private static final double[] UNIT = {1, 0};

    @Test
    void theCosineOfAZeroVectorIsAHalfOrOne() {
        assertThat(Similarity.cosine(ZERO, UNIT)).isEqualTo(0.5);
        assertThat(Similarity.cosine(ZERO, ZERO)).isEqualTo(1);
        assertThat(Similarity.cosine(UNIT, new double[] {-3, 0})).isEqualTo(-1);
    }

    @Test
    void aConstantSideHasNoCorrelation() {
        double[] constant = {.1, .1, .1};
        double[] rising = {1, 2, 3};
        assertThat(Correlation.pearson(constant, rising)).isNaN();
        assertThat(Correlation.spearman(rising, constant)).isNaN();
        assertThat(Correlation.spearman(rising, new double[] {1, Double.NaN, 3})).isNaN();
        assertThat(Correlation.pearson(new double[] {1}, new double[] {2})).isNaN();
    }

    @Test
    void onlyTheOrderMattersToSpearman() {
        assertThat(Correlation.spearman(new double[] {1, 2, 3, 4}, new double[] {-1e9, 0, 1e-9, 1e9})).isCloseTo(1, within(1e-15));
        // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / √(4.5 · 5).
        assertThat(Correlation.spearman(new double[] {1, 2, 2, 3}, new double[] {1, 2, 3, 4})).isCloseTo(Math.sqrt(.9), within(1e-15));
    }

    @Test
    void tiesAreOneStepOfAveragePrecision() {
        double[] same = {1, 1, 1, 1};
        assertThat(AveragePrecision.of(same, new boolean[] {true, false, false, false})).isEqualTo(.25);
        assertThat(AveragePrecision.of(same, new boolean[] {false, false, false, true})).isEqualTo(.25);
        assertThat(AveragePrecision.of(same, new boolean[4])).isZero();
    }

    @Test
    void theBestThresholdNeverTakesTheLastPair() {
        BestThreshold one = BestThreshold.of(new double[] {.9}, new boolean[] {true}, true);
        assertThat(one).isEqualTo(new BestThreshold(0, -1, 0, 0, 0, 0));
        BestThreshold two = BestThreshold.of(new double[] {.1, .3}, new boolean[] {true, true}, false);
        assertThat(two).isEqualTo(new BestThreshold(.5, .2, 2.0 / 3, .2, 1, .5));
    }

    @Test
    void anEmptyRankingAndAQueryWithNothingRelevantScoreZero() {
        for (RankingMetrics metrics : new RankingMetrics[] {new RankingMetrics(new int[0], new int[] {1}),
                new RankingMetrics(new int[] {0, 0}, new int[] {0, -1}), new RankingMetrics(new int[] {-1}, new int[] {-1})}) {
            assertThat(metrics.ndcg(10)).isZero();
            assertThat(metrics.averagePrecision(10)).isZero();
            assertThat(metrics.recall(10)).isZero();
            assertThat(metrics.precision(10)).isZero();
            assertThat(metrics.reciprocalRank(10)).isZero();
            assertThat(metrics.hit(10)).isZero();
        }
    }

    @Test
    void abstentionIsOneForAPerfectConfidenceAndNaNForEqualScores() {
        double[] scores = new Random(1).doubles(50).toArray();
        assertThat(Abstention.nauc(scores, scores)).isEqualTo(1);
        double[] equal = new double[892];
        Arrays.fill(equal, .001);
        assertThat(Abstention.nauc(new Random(2).doubles(892).toArray(), equal)).isNaN();
        assertThat(Abstention.nauc(new double[] {.5}, new double[] {.25})).isNaN();
    }

    @Test
    void aSingleScoreLeadsByNothing() {
        assertThat(Confidence.of(new double[] {.7})).isEqualTo(new Confidence(.7, 0, 0));
        assertThat(Confidence.of(new double[] {1, 4, 3})).isEqualTo(new Confidence(4, Math.sqrt(14.0 / 9), 1));
        assertThat(Confidence.of(new double[0])).isEqualTo(new Confidence(0, 0, 0));
    }

    @Test
    void stableOrdersKeepTheOrderOfEqualValues() {
        Random random = new Random(3);
        for (int n = 0; n < 70; n++) {
            double[] values = random.ints(n, 0, 5).asDoubleStream().toArray();
            assertThat(StableOrder.ascending(values)).containsExactly(IntStream.range(0, n).boxed()
                    .sorted(Comparator.comparingDouble(i -> values[i])).mapToInt(i -> i).toArray());
            assertThat(StableOrder.descending(values)).containsExactly(IntStream.range(0, n).boxed()
                    .sorted(Comparator.comparingDouble(i -> -values[i])).mapToInt(i -> i).toArray());
        }
    }

    @Test
    void theBinaryLogarithmIsRoundedCorrectly() {
        for (int i = 0; i < 31; i++) {
            assertThat(Log2.of(1 << i)).isEqualTo(i);
        }
        for (int x = 1; x <= 1001; x++) {
            assertThat(Log2.of(x)).isCloseTo(Math.log(x) / Math.log(2), within(4e-15));
        }
        // Math.log(x) / Math.log(2) misses these.
        assertThat(Log2.of(3)).isEqualTo(1.584962500721156);
        assertThat(Log2.of(9)).isEqualTo(3.169925001442312);
        assertThat(Log2.of(1001)).isEqualTo(9.967226258835993);
    }

    @Test
    void differentNumbersOfLabelsAreRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> LabelMetrics.of(new int[] {1}, new int[] {1, 2}));
        assertThatIllegalArgumentException().isThrownBy(() -> Correlation.pearson(new double[1], new double[2]));
    }
}
