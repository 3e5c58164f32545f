package ai.magibu.evaluation.internal.protocol;

import static ai.magibu.evaluation.internal.protocol.ExpectedScores.assertScores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.internal.Goldens;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClassificationGoldenTest {

    static Stream<Named<JsonNode>> cases() {
        return Goldens.cases("classification");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scoresAndTheirNamesAreThoseOfTheReference(JsonNode golden) {
        Scored scored = score(golden, Protocol.TRMTEB);
        JsonNode expected = golden.get("expected");
        assertScores(scored.scores(), expected, name -> true, 1e-12);
        List<String> names = new ArrayList<>();
        expected.fieldNames().forEachRemaining(names::add);
        names.remove("scores_per_experiment");
        names.add("main_score");
        assertThat(scored.scores().asMap().keySet()).containsExactlyElementsOf(names);
        assertThat(scored.parts()).hasSize(expected.get("scores_per_experiment").size());
        for (int e = 0; e < scored.parts().size(); e++) {
            assertScores(scored.parts().get(e), expected.get("scores_per_experiment").get(e), name -> true, 1e-12);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mteb2AddsPrecisionAndRecall(JsonNode golden) {
        Scored scored = score(golden, Protocol.MTEB2);
        assertScores(scored.scores(), golden.get("expected"), name -> !name.startsWith("ap"), 1e-12);
        assertThat(scored.scores().asMap().keySet()).containsExactly("accuracy", "f1", "f1_weighted", "precision", "precision_weighted",
                "recall", "recall_weighted", "ap", "ap_weighted", "main_score");
        // The weighted recall is the accuracy.
        assertThat(scored.scores().get("recall_weighted")).isEqualTo(scored.scores().get("accuracy"),
                within(1e-12));
    }

    private static Scored score(JsonNode golden, Protocol protocol) {
        return ClassificationProtocol.score(Rows.of(Goldens.matrix(golden.get("train"))), Goldens.labels(golden.get("train_labels")),
                Rows.of(Goldens.matrix(golden.get("test"))), Goldens.labels(golden.get("test_labels"), golden.get("train_labels")),
                golden.get("experiments").intValue(), protocol);
    }
}
