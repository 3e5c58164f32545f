package ai.magibu.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.EmbedderSettings;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.Span;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Chunks pooled from their document's tokens in bf16, against the same computed in PyTorch in float32. */
@ExtendWith(Bfloat16Machine.class)
class LateChunkingIT {

    /** A document and its chunks' vectors; written by core's {@code reference/make_late_chunking.py}. */
    private record Document(
            String text,
            @Nullable String title,
            @Nullable String prompt,
            @JsonProperty("max_tokens") @Nullable Integer maxTokens,
            int[][] spans,
            int[] tokens,
            int[] dropped,
            float[][] embeddings) {

        List<Embedding> embed(MagibuEmbedder embedder) {
            Prompt named = prompt == null ? Prompt.NONE : Prompt.named(prompt);
            List<Span> chunks = Arrays.stream(spans).map(span -> new Span(span[0], span[1])).toList();
            return embedder.embedChunks(Passage.titled(title, text), chunks, EncodeOptions.of(named));
        }
    }

    static Stream<Arguments> modelsAndThreads() {
        return Stream.of("tiny", "long").flatMap(model -> Stream.of(1, 2, 5).map(threads -> Arguments.of(model, threads)));
    }

    @ParameterizedTest
    @MethodSource("modelsAndThreads")
    void everyChunkHasTheReferencesVectorAndTokens(String model, int threads) throws IOException {
        Document[] documents = new JsonMapper().readValue(Models.file(model, "late-chunking.json").toFile(), Document[].class);
        assertThat(documents).hasSizeGreaterThan(3);
        for (Document document : documents) {
            EmbedderSettings.Builder builder = Models.bf16(model).threads(threads);
            if (document.maxTokens != null) {
                builder.maxTokens(document.maxTokens);
            }
            try (MagibuEmbedder embedder = builder.load()) {
                List<Embedding> embeddings = document.embed(embedder);
                for (int i = 0; i < document.spans.length; i++) {
                    String chunk = document.prompt + " " + document.maxTokens + ", " + Arrays.toString(document.spans[i]);
                    assertThat(embeddings.get(i).tokens()).as(chunk).isEqualTo(document.tokens[i]);
                    Cosines.assertClose(embeddings.get(i).vector(), document.embeddings[i], chunk);
                }
            }
        }
    }
}
