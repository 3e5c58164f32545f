package ai.magibu.evaluation.internal.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.evaluation.internal.Goldens;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VMeasureGoldenTest {

    static Stream<Named<JsonNode>> cases() {
        return Goldens.cases("v-measure");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void vMeasureIsThatOfScikitLearn(JsonNode golden) {
        VMeasure ours = VMeasure.of(Goldens.labels(golden.get("labels")), Goldens.ints(golden.get("clusters")));
        JsonNode expected = golden.get("expected");
        assertThat(ours.homogeneity()).isCloseTo(expected.get("homogeneity").doubleValue(), within(1e-9));
        assertThat(ours.completeness()).isCloseTo(expected.get("completeness").doubleValue(), within(1e-9));
        assertThat(ours.value()).isCloseTo(expected.get("v_measure").doubleValue(), within(1e-9));
    }
}
