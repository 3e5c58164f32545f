package ai.magibu.evaluation.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.internal.Goldens;
import ai.magibu.evaluation.internal.vector.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClusteringProtocolTest {

    static Stream<Named<JsonNode>> cases() {
        return Goldens.cases("clustering");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachProtocolDrawsAsTheScikitLearnOfItsTime(JsonNode golden) {
        double[][] rows = Goldens.matrix(golden.get("x"));
        int[] labels = Goldens.labels(golden.get("labels"));
        assertThat(ClusteringProtocol.vMeasure(rows, labels, Protocol.MTEB2))
                .isCloseTo(golden.get("expected").get("v_measure").doubleValue(), within(1e-9));
        assertThat(ClusteringProtocol.vMeasure(rows, labels, Protocol.TRMTEB))
                .isCloseTo(golden.get("scikit_learn_1_6_1").get("v_measure").doubleValue(), within(1e-9));
    }

    @Test
    void theScoreIsTheMeanOfTheSets() {
        // In the first set the clusters are the labels; in the second all vectors are equal.
        Vectors apart = Vectors.of(new float[][] {{1, 0}, {1, 0}, {0, 1}, {0, 1}});
        Vectors equal = Vectors.of(new float[][] {{1, 0}, {1, 0}, {1, 0}, {1, 0}});
        int[] labels = {5, 5, 9, 9};
        Scored scored = ClusteringProtocol.score(List.of(apart, equal), List.of(labels, labels), Protocol.TRMTEB);
        assertThat(scored.parts()).extracting(part -> part.get("v_measure")).containsExactly(1.0, 0.0);
        assertThat(scored.scores().asMap()).containsExactly(Map.entry("v_measure", .5), Map.entry("v_measure_std", .5),
                Map.entry("main_score", .5));
    }

    @Test
    void aSetWithOneLabelScoresOne() {
        Vectors vectors = Vectors.of(new float[][] {{1, 0}, {0, 1}});
        assertThat(ClusteringProtocol.score(List.of(vectors), List.of(new int[] {3, 3}), Protocol.MTEB2).scores().get("v_measure"))
                .isEqualTo(1);
    }

    @Test
    void missingLabelsAreRejected() {
        Vectors vectors = Vectors.of(new float[][] {{1, 0}, {0, 1}});
        assertThatIllegalArgumentException().isThrownBy(() -> ClusteringProtocol.score(List.of(vectors), List.of(), Protocol.MTEB2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteringProtocol.score(List.of(vectors), List.of(new int[] {1}), Protocol.MTEB2))
                .withMessage("There are 2 vectors and 1 labels.");
    }
}
