package ai.magibu.evaluation.internal.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.evaluation.internal.Goldens;
import ai.magibu.evaluation.internal.metric.VMeasure;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MiniBatchKMeansGoldenTest {

    static Stream<Named<JsonNode>> cases() {
        return Goldens.cases("clustering");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void clustersAreThoseOfScikitLearn191(JsonNode golden) {
        check(golden, golden, golden.get("expected").get("v_measure").doubleValue(), BatchDraw.WEIGHTS);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void clustersAreThoseOfScikitLearn161(JsonNode golden) {
        JsonNode old = golden.get("scikit_learn_1_6_1");
        check(golden, old, old.get("v_measure").doubleValue(), BatchDraw.INTEGERS);
    }

    @Test
    void moreClustersThanRowsAreRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> MiniBatchKMeans.cluster(new double[][] {{1}}, 2, BatchDraw.WEIGHTS, 42));
    }

    @Test
    void aBatchWithDuplicatesLeavesAClusterEmptyAsInScikitLearn() {
        double[][] rows = {{0, 0}, {10, 0}, {0, 10}, {10, 10}};
        assertThat(MiniBatchKMeans.cluster(rows, 4, BatchDraw.WEIGHTS, 42)).containsExactly(1, 0, 0, 3);
        assertThat(MiniBatchKMeans.cluster(rows, 1, BatchDraw.WEIGHTS, 42)).containsOnly(0);
    }

    private static void check(JsonNode golden, JsonNode expected, double vMeasure, BatchDraw draw) {
        double[][] rows = Goldens.matrix(golden.get("x"));
        int[] labels = Goldens.labels(golden.get("labels"));
        int k = golden.get("k").intValue();
        int[] clusters = MiniBatchKMeans.cluster(rows, k, draw, 42);
        assertThat(clusters).containsExactly(Goldens.ints(expected.get("clusters")));
        assertThat(VMeasure.of(labels, clusters).value()).isCloseTo(vMeasure, within(1e-9));
        double[] ofSeeds = Goldens.doubles(expected.get("v_measures_of_seeds_0_to_39"));
        for (int seed = 0; seed < ofSeeds.length; seed++) {
            assertThat(VMeasure.of(labels, MiniBatchKMeans.cluster(rows, k, draw, seed)).value()).as("seed %s", seed)
                    .isCloseTo(ofSeeds[seed], within(1e-9));
        }
    }
}
