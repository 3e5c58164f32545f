package ai.magibu.evaluation.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import ai.magibu.evaluation.Evaluation;
import ai.magibu.evaluation.Published;
import ai.magibu.evaluation.api.TextRole;
import ai.magibu.evaluation.data.DataFolder;
import ai.magibu.evaluation.result.SplitResult;
import ai.magibu.evaluation.task.TaskCatalogue;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From the model file to the published figures. The texts of XQuAD are part of the project. The property {@code magibu.texts} names a
 * folder that has the texts of STSb-TR, IronyTR and TQuad as well; these are then checked too.
 */
class MiniLmIT {

    private static final double TOLERANCE = 1e-4;
    /** One of 120 texts may get another label, because float32 sums depend on the batch. */
    private static final double ONE_TEXT = 1 / 120.0;
    private static final Path TEXTS = Path.of(System.getProperty("magibu.texts", Published.FOLDER.toString()));

    @TempDir
    private Path output;

    @Test
    void idsAndVectorOfTheProbe() throws Exception {
        JsonNode probe = Published.figures().get("probe");
        try (MiniLm model = new MiniLm()) {
            String text = probe.get("text").asText();
            assertThat(model.ids(text)).containsExactly(longs(probe.get("ids")));
            float[] vector = model.encode(List.of(text), new TextRole("probe", "STS", TextRole.Side.NONE)).vectors().get(0);
            for (int i = 0; i < 8; i++) {
                assertThat((double) vector[i]).isCloseTo(probe.get("vector_first_8").get(i).asDouble(), within(1e-6));
            }
        }
    }

    static Stream<Arguments> tasks() {
        Stream<Arguments> free = Stream.of(Arguments.of("XQuADRetrieval", "/XQuADRetrieval/published", TOLERANCE));
        return TEXTS.equals(Published.FOLDER) ? free
                : Stream.concat(free,
                        Stream.of(Arguments.of("TQuadRetrieval", "/tquad/published", TOLERANCE),
                                Arguments.of("STSbTR", "/STSbTR/scores", TOLERANCE),
                                Arguments.of("TurkishIronyClassification", "/TurkishIronyClassification/published", ONE_TEXT)));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void figures(String task, String published, double tolerance) throws Exception {
        try (MiniLm model = new MiniLm()) {
            SplitResult result = Evaluation.of(model, new DataFolder(TEXTS), output).tasks(List.of(TaskCatalogue.trMteb().task(task))).run()
                    .results().get(0).splits().get(0);
            Published.figures().at(published).properties().forEach(score -> {
                boolean tied = task.equals("TQuadRetrieval") && score.getKey().startsWith("mrr");
                if (!tied && score.getValue().isNumber()) {
                    assertThat(result.scores().get(score.getKey())).as(score.getKey()).isCloseTo(score.getValue().asDouble(),
                            within(tolerance));
                }
            });
        }
    }

    private static long[] longs(JsonNode array) {
        long[] values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asLong();
        }
        return values;
    }
}
