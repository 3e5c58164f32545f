package ai.magibu.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The schema and the parameters of the transformer. */
class MagibuEmbeddingTest {

    private static final StructType PASSAGES = new StructType().add("id", "long").add("text", "string").add("title", "string");

    private final MagibuEmbedding stage = new MagibuEmbedding().setModel("models/x").setInputCol("text");

    @Test
    void aColumnOfVectorsIsAdded() {
        StructType result = stage.transformSchema(PASSAGES);

        assertThat(result.fieldNames()).containsExactly("id", "text", "title", "embedding");
        assertThat(result.apply("embedding").dataType()).isEqualTo(DataTypes.createArrayType(DataTypes.FloatType, false));
    }

    @Test
    void tokenCountsAreAddedOnRequest() {
        assertThat(stage.setOutputCol("vector").setTokenCounts(true).transformSchema(PASSAGES).fieldNames())
                .containsExactly("id", "text", "title", "vector", "vector_tokens", "vector_dropped");
    }

    @Test
    void wrongColumnsAreNamed() {
        rejects(new MagibuEmbedding().setModel("models/x"), "inputCol is not set");
        rejects(stage.copy(new ParamMap().put(stage.inputCol(), "body")), "no column \"body\", only id, text, title");
        rejects(stage.copy(new ParamMap().put(stage.inputCol(), "id")), "\"id\" has the type bigint, not string");
        rejects(stage.copy(new ParamMap().put(stage.titleCol(), "heading")), "titleCol: the dataset has no column \"heading\"");
        rejects(stage.copy(new ParamMap().put(stage.outputCol(), "Title")), "already has a column \"Title\"");
    }

    private static void rejects(org.apache.spark.ml.Transformer stage, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> stage.transformSchema(PASSAGES)).withMessageContaining(message);
    }

    @Test
    void aCopyHasTheSameNameAndParameters() {
        MagibuEmbedding copy = (MagibuEmbedding) stage.setDimensions(8).copy(new ParamMap());

        assertThat(copy.uid()).isEqualTo(stage.uid());
        assertThat(copy.getOrDefault(copy.dimensions())).isEqualTo(8);
        assertThat(copy.getOrDefault(copy.model())).isEqualTo("models/x");
    }

    @Test
    void sparkFindsEveryParameterByItsName() {
        Param<?>[] parameters = stage.params();

        assertThat(parameters).extracting(Param::name).containsExactlyInAnyOrder(
                "model", "inputCol", "titleCol", "outputCol", "precision", "prompt", "dimensions", "maxTokens", "threads", "device",
                "cacheDirectory", "storage", "onError", "tokenCounts");
        assertThat(Arrays.stream(parameters)).allMatch(parameter -> stage.getParam(parameter.name()) == parameter);
    }
}
