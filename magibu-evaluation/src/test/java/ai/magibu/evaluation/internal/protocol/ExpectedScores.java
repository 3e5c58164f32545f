package ai.magibu.evaluation.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.internal.Goldens;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/** Compares scores with those of a reference file. */
final class ExpectedScores {

    private ExpectedScores() {}

    /** Checks all expected numbers whose names are wanted; {@code null} stands for NaN. */
    static void assertScores(Scores scores, JsonNode expected, Predicate<String> wanted, double tolerance) {
        expected.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (wanted.test(field.getKey()) && !value.isArray()) {
                assertClose(scores.get(field.getKey()), Goldens.number(value), tolerance, field.getKey());
            }
        });
    }

    static void assertClose(double actual, double expected, double tolerance, String name) {
        if (Double.isNaN(expected)) {
            assertThat(actual).as(name).isNaN();
        } else {
            assertThat(actual).as(name).isCloseTo(expected, within(tolerance));
        }
    }
}
