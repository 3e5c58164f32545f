package ai.magibu.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.test.TinyModel;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Vectors in bf16 on the CPU are those that sentence-transformers computes in float32, but for rounding, with every pooling mode, Dense
 * module, number of key heads and format of the weights.
 */
@ExtendWith(Bfloat16Machine.class)
class Bfloat16IT {

    /** 16 threads share a short text by columns, and a long one by rows; 3 do so from 144 tokens on. */
    static Stream<Arguments> modelsAndThreads() {
        return Models.ALL.stream().flatMap(model -> Stream.of(1, 3, 16).map(threads -> Arguments.of(model, threads)));
    }

    @ParameterizedTest
    @MethodSource("modelsAndThreads")
    void aloneEachTextHasItsVectorAndTokens(String model, int threads) {
        try (MagibuEmbedder embedder = Models.bf16(model).threads(threads).load()) {
            for (Golden golden : Golden.of(model)) {
                Embedding embedding = embedder.embed(golden.passage(), golden.options());
                Cosines.assertClose(embedding.vector(), golden.embedding(), golden.text());
                assertThat(embedding.tokens()).as(golden.text()).isEqualTo(golden.ids().length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modelsAndThreads")
    void textsOfManyLengthsInABatchHaveTheirVectors(String model, int threads) {
        Map<EncodeOptions, List<Golden>> byPrompt = Golden.of(model).stream().collect(Collectors.groupingBy(Golden::options));
        try (MagibuEmbedder embedder = Models.bf16(model).threads(threads).maxBatchTokens(8_192).load()) {
            byPrompt.forEach((options, goldens) -> {
                List<Embedding> embeddings = embedder.embed(goldens.stream().map(Golden::passage).toList(), options);
                for (int i = 0; i < goldens.size(); i++) {
                    Cosines.assertClose(embeddings.get(i).vector(), goldens.get(i).embedding(), goldens.get(i).text());
                }
            });
        }
    }

    @Test
    void withoutNormalizeVectorsHaveTheReferencesLength() {
        try (MagibuEmbedder embedder = Models.bf16("no-normalize").load()) {
            for (Golden golden : Golden.of("no-normalize")) {
                float[] vector = embedder.embed(golden.passage(), golden.options()).vector();
                double length = Cosines.length(golden.embedding());
                assertThat(Cosines.length(vector)).as(golden.text()).isCloseTo(length, within(length / 100));
            }
        }
    }

    @Test
    void dimensionsAreCutAndNormalizedAgain() {
        try (MagibuEmbedder embedder = Models.bf16(TinyModel.folder()).dimensions(24).load();
                MagibuEmbedder fp32 = Models.fp32(TinyModel.folder()).dimensions(24).load()) {
            float[] vector = embedder.encode("Bugün hava çok güzel.");
            assertThat(vector).hasSize(24);
            assertThat(Cosines.length(vector)).isCloseTo(1, within(1e-6));
            Cosines.assertClose(vector, fp32.encode("Bugün hava çok güzel."), "24 dimensions");
        }
    }

    @Test
    void thousandsOfShortTextsInOneRunHaveTheirVectors() {
        List<Golden> goldens = Golden.of("tiny").stream().filter(golden -> golden.prompt() == null && golden.ids().length <= 8).toList();
        List<Passage> texts = Stream.generate(goldens::stream).flatMap(all -> all).limit(5_000).map(Golden::passage).toList();
        try (MagibuEmbedder embedder = Models.bf16("tiny").maxBatchTokens(131_072).load()) {
            List<Embedding> embeddings = embedder.embed(texts, goldens.get(0).options());
            for (int i = 0; i < texts.size(); i++) {
                Golden golden = goldens.get(i % goldens.size());
                Cosines.assertClose(embeddings.get(i).vector(), golden.embedding(), golden.text());
            }
        }
    }

    @Test
    void nothingButTheVectorsDependsOnThePrecision() {
        try (MagibuEmbedder embedder = Models.bf16("tiny").load();
                MagibuEmbedder fp32 = Models.fp32(Models.file("tiny", "model")).load()) {
            assertThat(embedder.precision()).isEqualTo(Precision.BF16);
            assertThat(embedder.countTokens("Bugün hava çok güzel.")).isEqualTo(fp32.countTokens("Bugün hava çok güzel."));
            assertThat(embedder.maxTokens()).isEqualTo(fp32.maxTokens());
            assertThat(embedder.dimension()).isEqualTo(fp32.dimension());
        }
    }

    @Test
    void emptyTextsAndNoTexts() {
        Passage empty = Passage.of("");
        try (MagibuEmbedder embedder = Models.bf16("tiny").load(); MagibuEmbedder fp32 = Models.fp32(Models.file("tiny", "model")).load()) {
            assertThat(embedder.embed(List.of(), EncodeOptions.defaults())).isEmpty();
            List<Embedding> embeddings = embedder.embed(List.of(empty, Passage.of("çay"), empty), EncodeOptions.defaults());
            for (int text = 0; text < 3; text += 2) {
                Cosines.assertClose(embeddings.get(text).vector(), fp32.embed(empty, EncodeOptions.defaults()).vector(), "empty");
            }
        }
    }

    /** A tokenizer without special tokens gives an empty text none. */
    @ParameterizedTest
    @ValueSource(strings = {"grouped-heads", "no-normalize", "prompt-excluded", "max-pooling"})
    void textsWithoutTokensHaveTheVectorsOfFloat32(String model, @TempDir Path folder) throws IOException {
        Path copy = Models.copy(model, folder.resolve("model"));
        Path tokenizer = copy.resolve("tokenizer.json");
        JsonMapper mapper = new JsonMapper();
        mapper.writeValue(tokenizer.toFile(), ((ObjectNode) mapper.readTree(tokenizer.toFile())).putNull("post_processor"));
        List<Passage> texts = List.of(Passage.of(""), Passage.of("çay"), Passage.of(""));
        EncodeOptions options = EncodeOptions.of(Prompt.NONE);
        try (MagibuEmbedder embedder = Models.bf16(copy).load(); MagibuEmbedder fp32 = Models.fp32(copy).load()) {
            List<Embedding> embeddings = embedder.embed(texts, options);
            assertThat(embeddings.get(0).tokens()).isZero();
            for (int i = 0; i < texts.size(); i++) {
                Cosines.assertClose(embeddings.get(i).vector(), fp32.embed(texts.get(i), options).vector(), "text " + i);
            }
        }
    }
}
