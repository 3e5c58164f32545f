package ai.magibu.evaluation.internal.protocol;

import static ai.magibu.evaluation.internal.protocol.ExpectedScores.assertScores;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.internal.Goldens;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PairClassificationGoldenTest {

    static Stream<Named<JsonNode>> cases() {
        return Goldens.cases("pair-classification");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scoresAndTheirNamesAreThoseOfTheReference(JsonNode golden) {
        Scores scores = score(golden, Protocol.TRMTEB);
        assertScores(scores, golden.get("expected"), name -> true, 1e-9);
        List<String> names = new ArrayList<>();
        golden.get("expected").fieldNames().forEachRemaining(names::add);
        names.add("main_score");
        assertThat(scores.asMap().keySet()).containsExactlyElementsOf(names);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mteb2DropsTheThresholds(JsonNode golden) {
        Scores scores = score(golden, Protocol.MTEB2);
        assertScores(scores, golden.get("expected"), name -> !name.endsWith("_threshold"), 1e-9);
        assertThat(scores.asMap()).hasSize(5 * 5 + 5 + 1).allSatisfy((name, value) -> assertThat(name).doesNotContain("threshold"));
    }

    private static Scores score(JsonNode golden, Protocol protocol) {
        int[] numbers = Goldens.ints(golden.get("labels"));
        boolean[] labels = new boolean[numbers.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = numbers[i] == 1;
        }
        return PairClassificationProtocol.score(Rows.of(Goldens.matrix(golden.get("first"))), Rows.of(Goldens.matrix(golden.get("second"))),
                labels, protocol);
    }
}
