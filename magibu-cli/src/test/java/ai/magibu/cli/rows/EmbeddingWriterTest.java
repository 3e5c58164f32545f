package ai.magibu.cli.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Embedding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class EmbeddingWriterTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void eachEmbeddingIsALine() throws IOException {
        try (EmbeddingWriter writer = new EmbeddingWriter(out)) {
            writer.write("\"a\"", new Embedding(new float[] {0.5f, -1}, 3, 0));
            writer.write(null, new Embedding(new float[] {0.25f}, 4, 2));
        }

        assertThat(out.toString(UTF_8)).isEqualTo("""
                {"id":"a","embedding":[0.5,-1.0],"tokens":3,"truncated":false}
                {"embedding":[0.25],"tokens":4,"truncated":true}
                """);
    }

    @Test
    void floatsAreTheShortestThatReadBackTheSame() throws IOException {
        assertThat(written(2.0E-3f, 1.17549435E-38f, 0.1f, 1e-7f, -0.0f, 1 / 3f))
                .contains("[0.002,1.1754944E-38,0.1,1.0E-7,-0.0,0.33333334]");
    }

    @Test
    void everyFloatReadsBackTheSame() throws IOException {
        float[] vector = new float[10_000];
        Random random = new Random(7);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian() * (i % 2 == 0 ? 0.05f : 1e-9f);
        }

        String line = written(vector);
        String[] components = line.substring(line.indexOf('[') + 1, line.indexOf(']')).split(",");

        assertThat(components).hasSameSizeAs(vector);
        for (int i = 0; i < vector.length; i++) {
            assertThat(Float.parseFloat(components[i])).isEqualTo(vector[i]);
        }
    }

    private String written(float... vector) throws IOException {
        try (EmbeddingWriter writer = new EmbeddingWriter(out)) {
            writer.write(null, new Embedding(vector, 1, 0));
        }
        return out.toString(UTF_8);
    }
}
