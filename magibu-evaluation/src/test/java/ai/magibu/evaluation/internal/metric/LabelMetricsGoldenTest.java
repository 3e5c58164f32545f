package ai.magibu.evaluation.internal.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.evaluation.internal.Goldens;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LabelMetricsGoldenTest {

    static Stream<Named<JsonNode>> cases() {
        return Goldens.cases("label-metrics");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void labelMetricsAreThoseOfScikitLearn(JsonNode golden) {
        int[] truth = Goldens.ints(golden.get("true"));
        int[] predicted = Goldens.ints(golden.get("predicted"));
        LabelMetrics metrics = LabelMetrics.of(truth, predicted);
        boolean[] positive = new boolean[truth.length];
        double[] scores = new double[truth.length];
        for (int i = 0; i < truth.length; i++) {
            positive[i] = truth[i] == 1;
            scores[i] = predicted[i];
        }
        Map<String, Double> ours = Map.of("accuracy", metrics.accuracy(), "f1", metrics.f1(), "f1_weighted", metrics.f1Weighted(),
                "precision", metrics.precision(), "recall", metrics.recall(), "ap", AveragePrecision.of(scores, positive));
        golden.get("expected").properties().forEach(expected -> assertThat(ours.get(expected.getKey())).as(expected.getKey())
                .isCloseTo(expected.getValue().doubleValue(), within(1e-9)));
    }
}
