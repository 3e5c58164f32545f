package ai.magibu.springai;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Prompt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.ai.embedding.EmbeddingOptions;

@Tag("locale")
class MagibuEmbeddingOptionsTest {

    @Test
    void nothingIsSet_unlessTheBuilderSetsIt() {
        MagibuEmbeddingOptions options = MagibuEmbeddingOptions.builder().build();

        assertThat(options.getModel()).isNull();
        assertThat(options.getDimensions()).isNull();
        assertThat(options.getPrompt()).isNull();
        assertThat(options.getOnTooLong()).isNull();
    }

    @Test
    void builder_setsEach_andServesAsSpringAisOwn() {
        MagibuEmbeddingOptions options = MagibuEmbeddingOptions.builder()
                .model("m")
                .dimensions(64)
                .prompt(Prompt.named("STS"))
                .onTooLong(OnTooLong.FAIL)
                .build();
        EmbeddingOptions.Builder portable = MagibuEmbeddingOptions.builder();

        assertThat(options.getModel()).isEqualTo("m");
        assertThat(options.getDimensions()).isEqualTo(64);
        assertThat(options.getPrompt()).isEqualTo(Prompt.named("STS"));
        assertThat(options.getOnTooLong()).isEqualTo(OnTooLong.FAIL);
        assertThat(portable.model("m").dimensions(64).build())
                .isEqualTo(MagibuEmbeddingOptions.builder().model("m").dimensions(64).build());
    }

    @Test
    void options_areEqualByTheirValues() {
        assertThat(MagibuEmbeddingOptions.builder().prompt(Prompt.QUERY).build())
                .isEqualTo(MagibuEmbeddingOptions.builder().prompt(Prompt.QUERY).build())
                .hasSameHashCodeAs(MagibuEmbeddingOptions.builder().prompt(Prompt.QUERY).build())
                .isNotEqualTo(MagibuEmbeddingOptions.builder().prompt(Prompt.DOCUMENT).build())
                .isNotEqualTo(MagibuEmbeddingOptions.builder().build())
                .hasToString("MagibuEmbeddingOptions{model=null, dimensions=null, prompt=query, onTooLong=null}");
    }
}
