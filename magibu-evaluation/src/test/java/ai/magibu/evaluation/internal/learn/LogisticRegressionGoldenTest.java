package ai.magibu.evaluation.internal.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.evaluation.internal.Goldens;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogisticRegressionGoldenTest {

    static Stream<Named<JsonNode>> cases() {
        return Goldens.cases("classification");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void samplesAndPredictionsAreThoseOfTheReference(JsonNode golden) {
        int[] labels = Goldens.labels(golden.get("train_labels"));
        List<int[]> samples = FewShotSample.draw(labels, golden.get("experiments").intValue());
        for (int e = 0; e < samples.size(); e++) {
            assertThat(samples.get(e)).as("experiment %s", e).containsExactly(Goldens.ints(golden.get("picked").get(e)));
            LogisticRegression model = LogisticRegression.fit(examples(golden, samples.get(e)), labels(labels, samples.get(e)));
            assertThat(predictions(model, golden)).as("experiment %s", e)
                    .containsExactly(Goldens.labels(golden.get("predicted").get(e), golden.get("train_labels")));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theOptimumIsThatOfScikitLearn(JsonNode golden) {
        int[] labels = Goldens.labels(golden.get("train_labels"));
        JsonNode picked = golden.get("picked");
        for (int e = 0; e < picked.size(); e++) {
            int[] sample = Goldens.ints(picked.get(e));
            LogisticRegression model = LogisticRegression.fit(examples(golden, sample), labels(labels, sample), 1e-10, 100_000);
            assertThat(predictions(model, golden)).as("experiment %s", e)
                    .containsExactly(Goldens.labels(golden.get("predicted_at_the_optimum").get(e), golden.get("train_labels")));
            if (e == 0) {
                assertWeights(model.weights(), golden.get("first_model_at_the_optimum"));
            }
        }
    }

    @Test
    void examplesWithOneLabelAreRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> LogisticRegression.fit(new double[][] {{1}, {2}}, new int[] {3, 3}))
                .withMessageContaining("same label");
    }

    private static void assertWeights(double[][] weights, JsonNode expected) {
        double[][] coefficients = Goldens.matrix(expected.get("coefficients"));
        double[] intercepts = Goldens.doubles(expected.get("intercepts"));
        assertThat(weights).hasNumberOfRows(coefficients.length);
        for (int c = 0; c < coefficients.length; c++) {
            int d = coefficients[c].length;
            assertThat(Arrays.copyOf(weights[c], d)).containsExactly(coefficients[c], within(1e-6));
            assertThat(weights[c][d]).isCloseTo(intercepts[c], within(1e-6));
        }
    }

    private static double[][] examples(JsonNode golden, int[] sample) {
        double[][] train = Goldens.matrix(golden.get("train"));
        return IntStream.of(sample).mapToObj(row -> train[row]).toArray(double[][]::new);
    }

    private static int[] labels(int[] labels, int[] sample) {
        return IntStream.of(sample).map(row -> labels[row]).toArray();
    }

    private static int[] predictions(LogisticRegression model, JsonNode golden) {
        return Arrays.stream(Goldens.matrix(golden.get("test"))).mapToInt(model::predict).toArray();
    }
}
