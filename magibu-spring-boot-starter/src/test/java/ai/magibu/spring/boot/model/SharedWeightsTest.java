package ai.magibu.spring.boot.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.spring.boot.autoconfigure.MagibuAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.test.util.ReflectionTestUtils;

/** Several application contexts in one process, as a test suite has them. */
class SharedWeightsTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MagibuAutoConfiguration.class))
            .withPropertyValues(TinyModel.settings());

    private static Object weights(MagibuEmbedder embedder) {
        Object engine = ReflectionTestUtils.getField(embedder, "engine");
        return ReflectionTestUtils.getField(engine, "model");
    }

    @Test
    void contextsWithTheSameModel_shareItsWeights_whateverElseDiffers() {
        runner.run(first -> runner.withPropertyValues("magibu.embedding.dimensions=48", "magibu.embedding.max-waiting-tokens=5000")
                .run(second -> {
                    MagibuEmbedder other = second.getBean(MagibuEmbedder.class);
                    assertThat(weights(other)).isSameAs(weights(first.getBean(MagibuEmbedder.class)));
                    assertThat(other.encode("metin")).hasSize(48);
                }));
    }

    @Test
    void contextThatCloses_leavesTheOthersTheirWeights() {
        runner.run(first -> {
            runner.run(second -> assertThat(second).hasNotFailed());
            assertThat(first.getBean(MagibuEmbedder.class).encode("metin")).hasSize(96);
        });
    }

    @Test
    void otherSessionSettings_needASessionOfTheirOwn() {
        runner.run(first -> runner.withPropertyValues("magibu.embedding.memory-arena=false")
                .run(second -> assertThat(weights(second.getBean(MagibuEmbedder.class)))
                        .isNotSameAs(weights(first.getBean(MagibuEmbedder.class)))));
    }
}
