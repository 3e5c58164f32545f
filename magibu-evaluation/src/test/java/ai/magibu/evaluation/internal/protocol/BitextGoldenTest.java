package ai.magibu.evaluation.internal.protocol;

import static ai.magibu.evaluation.internal.protocol.ExpectedScores.assertScores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.magibu.evaluation.internal.Goldens;
import ai.magibu.evaluation.internal.vector.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BitextGoldenTest {

    static Stream<Named<JsonNode>> cases() {
        return Goldens.cases("bitext-mining");
    }

    static Stream<Named<JsonNode>> casesWithVectors() {
        return Goldens.cases("bitext-mining", golden -> golden.has("first"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scoresOfPredictionsAreThoseOfTheReference(JsonNode golden) {
        assertScores(BitextProtocol.score(Goldens.ints(golden.get("nearest"))), golden.get("expected"), name -> true, 1e-9);
    }

    @ParameterizedTest
    @MethodSource("casesWithVectors")
    void nearestSentencesAreThoseOfTheReference(JsonNode golden) {
        float[][] first = Goldens.floats(golden.get("first"));
        int[] nearest = BitextProtocol.nearest(Vectors.of(first), Vectors.of(Goldens.floats(golden.get("second"))));
        int[] expected = Goldens.ints(golden.get("nearest"));
        for (int i = 0; i < nearest.length; i++) {
            // A zero vector is equally near to all sentences.
            if (!Arrays.equals(first[i], new float[first[i].length])) {
                assertThat(nearest[i]).as("row %s", i).isEqualTo(expected[i]);
            }
        }
    }

    @Test
    void theFirstOfEquallyNearSentencesIsChosen() {
        float[][] same = new float[12][];
        Arrays.fill(same, new float[] {1, 2});
        assertThat(BitextProtocol.nearest(Vectors.of(same), Vectors.of(same))).containsOnly(0);
    }

    @Test
    void missingTranslationsAreRejected() {
        Vectors two = Vectors.of(new float[][] {{1}, {2}});
        assertThatIllegalArgumentException().isThrownBy(() -> BitextProtocol.score(two, Vectors.of(new float[][] {{1}})))
                .withMessage("There are 2 sentences and 1 translations.");
    }
}
