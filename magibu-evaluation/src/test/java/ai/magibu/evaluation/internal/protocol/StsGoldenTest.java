package ai.magibu.evaluation.internal.protocol;

import static ai.magibu.evaluation.internal.protocol.ExpectedScores.assertScores;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.internal.Goldens;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StsGoldenTest {

    static Stream<Named<JsonNode>> cases() {
        return Goldens.cases("sts");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void correlationsAreThoseOfTheReference(JsonNode golden) {
        Scores scores = StsProtocol.score(Rows.of(Goldens.matrix(golden.get("first"))), Rows.of(Goldens.matrix(golden.get("second"))),
                Goldens.doubles(golden.get("gold")));
        List<String> compared = golden.has("compare") ? Goldens.texts(golden.get("compare")) : List.copyOf(scores.asMap().keySet());
        assertScores(scores, golden.get("expected"), compared::contains, 1e-9);
        assertThat(scores.asMap().keySet()).containsExactly("pearson", "spearman", "cosine_pearson", "cosine_spearman",
                "manhattan_pearson", "manhattan_spearman", "euclidean_pearson", "euclidean_spearman", "main_score");
    }
}
