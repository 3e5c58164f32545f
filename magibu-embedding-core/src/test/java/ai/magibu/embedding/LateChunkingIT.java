package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.api.UnsupportedModelException;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks pooled from their document's tokens, against the same computed in PyTorch. */
class LateChunkingIT {

    private static final String TEXT = "İstanbul büyük bir şehirdir. Boğaz onu ikiye böler. ☕🍵 Kıyısında çay içilir.";

    @TempDir
    static Path cache;

    private static MagibuEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = model("tiny").load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    private static EmbedderSettings.Builder model(String name) {
        return Models.builder(name, cache);
    }

    /** A document and its chunks' vectors; written by {@code reference/make_late_chunking.py}. */
    record Document(
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

    static List<Document> documents(String model) throws IOException {
        Path file = Models.directory(model).resolveSibling("late-chunking.json");
        return List.of(new JsonMapper().readValue(file.toFile(), Document[].class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "long"})
    void everyChunkHasTheReferencesVectorAndTokens(String model) throws IOException {
        int windowed = 0;
        int truncated = 0;
        for (int maxBatchTokens : new int[] {1, 8192}) {
            for (Document document : documents(model)) {
                EmbedderSettings.Builder builder = model(model).maxBatchTokens(maxBatchTokens);
                if (document.maxTokens != null) {
                    builder.maxTokens(document.maxTokens);
                }
                try (MagibuEmbedder limited = builder.load()) {
                    List<Embedding> embeddings = document.embed(limited);
                    assertThat(embeddings).hasSize(document.spans.length);
                    for (int i = 0; i < embeddings.size(); i++) {
                        String where = document.prompt + " " + document.maxTokens + ", " + Arrays.toString(document.spans[i]);
                        assertThat(embeddings.get(i).tokens()).as(where).isEqualTo(document.tokens[i]);
                        assertThat(embeddings.get(i).droppedTokens()).as(where).isEqualTo(document.dropped[i]);
                        assertThat(distance(embeddings.get(i).vector(), document.embeddings[i])).as(where).isLessThan(Golden.TOLERANCE);
                        truncated += embeddings.get(i).truncated() ? 1 : 0;
                    }
                    windowed += limited.countTokens(document.text) > limited.maxTokens() ? 1 : 0;
                }
            }
        }
        assertThat(windowed).isGreaterThan(10);
        assertThat(truncated).isGreaterThan(10);
    }

    static float distance(float[] vector, float[] reference) {
        return new Golden("", null, new int[0], reference).distance(vector);
    }

    @Test
    void exportedModel_givesTheSameVectors(@TempDir Path folder) {
        ModelExporter.export(Models.directory("tiny"), Precision.FP32, folder);
        List<Span> chunks = List.of(new Span(0, 28), new Span(29, 51));

        try (MagibuEmbedder exported = MagibuEmbedder.builder().model(folder).device(Device.CPU).load()) {
            List<float[]> vectors = exported.encodeChunks(TEXT, chunks);
            assertThat(vectors.get(0)).containsExactly(embedder.encodeChunks(TEXT, chunks).get(0));
            assertThat(vectors.get(1)).containsExactly(embedder.encodeChunks(TEXT, chunks).get(1));
        }
    }

    @Test
    void sameWords_haveAnotherVectorInAnotherDocument() {
        String sentence = "Boğaz onu ikiye böler.";
        String other = "Bugün hava çok güzel. " + sentence;

        float[] here = embedder.encodeChunks(TEXT, List.of(spanOf(TEXT, sentence))).get(0);
        float[] there = embedder.encodeChunks(other, List.of(spanOf(other, sentence))).get(0);

        assertThat(MagibuEmbedder.similarity(here, there)).isLessThan(0.9999f);
    }

    @Test
    void encodeChunks_isEmbedChunksUnderTheDocumentPrompt() {
        List<Span> chunks = List.of(new Span(29, 51), new Span(0, 28));

        List<float[]> vectors = embedder.encodeChunks(TEXT, chunks);
        List<Embedding> embeddings = embedder.embedChunks(Passage.of(TEXT), chunks, EncodeOptions.of(Prompt.DOCUMENT));

        assertThat(vectors).hasSize(2);
        assertThat(vectors.get(0)).containsExactly(embeddings.get(0).vector());
        assertThat(vectors.get(1)).containsExactly(embeddings.get(1).vector());
    }

    @Test
    void chunksThatCoverTheText_haveAllItsTokensOnce() {
        for (int cut = 1; cut < TEXT.length(); cut++) { // also within words, and between the halves of a surrogate pair
            List<Embedding> halves = chunks(TEXT, new Span(0, cut), new Span(cut, TEXT.length()));
            int begun = halves.stream().mapToInt(Embedding::tokens).sum();
            assertThat(begun).as("cut at %d", cut).isBetween(embedder.countTokens(TEXT) - 2, embedder.countTokens(TEXT) - 1);
        }
    }

    @Test
    void spaceBeforeAWord_leavesTheWordInItsChunk() {
        Span word = spanOf(TEXT, "Boğaz");

        Embedding alone = chunks(TEXT, word).get(0);
        Embedding withSpace = chunks(TEXT, new Span(word.start() - 1, word.end())).get(0);

        assertThat(alone.tokens()).isLessThanOrEqualTo(withSpace.tokens()).isPositive();
    }

    @Test
    void everyCharacterOnItsOwn_hasAVectorOfLengthOne() {
        String text = "Çekoslovakyalı  😀e\u0301\n\n☕<bos>\u00a0 ";
        List<Span> characters = IntStream.range(0, text.length()).mapToObj(i -> new Span(i, i + 1)).toList();

        for (Embedding embedding : embedder.embedChunks(Passage.of(text), characters, EncodeOptions.of(Prompt.DOCUMENT))) {
            assertThat(embedding.tokens()).isPositive();
            assertThat(MagibuEmbedder.similarity(embedding.vector(), embedding.vector())).isCloseTo(1, within(1e-5f));
        }
    }

    @Test
    void loneSurrogate_countsAsReplacementCharacter() {
        List<float[]> broken = embedder.encodeChunks("ad \uD83D soyad 😀", List.of(new Span(0, 4), new Span(5, 13)));
        List<float[]> repaired = embedder.encodeChunks("ad \uFFFD soyad 😀", List.of(new Span(0, 4), new Span(5, 13)));

        assertThat(broken.get(0)).containsExactly(repaired.get(0));
        assertThat(broken.get(1)).containsExactly(repaired.get(1));
    }

    @Test
    void moreChunksThanFitOneRun_haveTheVectorsOfFew() {
        List<Span> many = new ArrayList<>(Collections.nCopies(9000, new Span(0, 28)));
        many.add(new Span(29, 51));

        List<float[]> vectors = embedder.encodeChunks(TEXT, many);
        List<float[]> few = embedder.encodeChunks(TEXT, List.of(new Span(0, 28), new Span(29, 51)));

        assertThat(distance(vectors.get(0), few.get(0))).isLessThan(Golden.TOLERANCE);
        assertThat(distance(vectors.get(8999), few.get(0))).isLessThan(Golden.TOLERANCE);
        assertThat(distance(vectors.get(9000), few.get(1))).isLessThan(Golden.TOLERANCE);
    }

    @Test
    void dimensions_areCutAndNormalizedAgain() {
        Span chunk = new Span(0, 28);
        float[] whole = chunks(TEXT, chunk).get(0).vector();
        float[] cut = embedder.embedChunks(Passage.of(TEXT), List.of(chunk), EncodeOptions.of(Prompt.DOCUMENT).withDimensions(24))
                .get(0)
                .vector();

        assertThat(cut).hasSize(24);
        assertThat(MagibuEmbedder.similarity(cut, Arrays.copyOf(whole, 24))).isCloseTo(1, within(1e-6f));
    }

    @Test
    void listener_isToldOneTextAndWhatRan() {
        List<EncodeSummary> summaries = new ArrayList<>();
        List<BatchRun> runs = new ArrayList<>();
        EncodeListener listener = new EncodeListener() {
            @Override
            public EncodeCall started(int texts) {
                assertThat(texts).isOne();
                return new EncodeCall() {
                    @Override
                    public void succeeded(EncodeSummary summary) {
                        summaries.add(summary);
                    }

                    @Override
                    public void failed(Throwable failure) {}
                };
            }

            @Override
            public void batchRan(BatchRun run) {
                runs.add(run);
            }
        };
        try (MagibuEmbedder watched = model("tiny").listener(listener).maxTokens(24).load()) {
            watched.encodeChunks(TEXT, List.of(new Span(0, 4), new Span(TEXT.length() - 4, TEXT.length()), new Span(0, TEXT.length())));
        }
        assertThat(runs).isNotEmpty();
        assertThat(summaries).singleElement().satisfies(summary -> {
            assertThat(summary.texts()).isOne();
            assertThat(summary.tokens()).isEqualTo(runs.stream().mapToInt(BatchRun::tokens).sum());
            assertThat(summary.truncatedTexts()).isOne();
            assertThat(summary.droppedTokens()).isPositive();
        });
    }

    @Test
    void chunkTooLongForAWindow_isRejectedIfAsked() {
        try (MagibuEmbedder limited = model("tiny").maxTokens(24).load()) {
            EncodeOptions options = EncodeOptions.of(Prompt.DOCUMENT).withOnTooLong(OnTooLong.FAIL);
            List<Span> chunks = List.of(new Span(0, 4), new Span(0, TEXT.length()));

            assertThatThrownBy(() -> limited.embedChunks(Passage.of(TEXT), chunks, options))
                    .isInstanceOfSatisfying(TextTooLongException.class, e -> {
                        assertThat(e.index()).isOne();
                        assertThat(e.tokens()).isEqualTo(limited.countTokens(Passage.of(TEXT), Prompt.DOCUMENT));
                        assertThat(e.limit()).isEqualTo(24);
                    });
        }
    }

    @Test
    void titleThatFillsTheLimit_isRejected() {
        Passage document = Passage.titled("çok uzun bir başlık ".repeat(60), TEXT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embedder.embedChunks(document, List.of(new Span(0, 4)), EncodeOptions.of(Prompt.DOCUMENT)))
                .withMessageContaining("leaves no room for the document within the limit of 384");
    }

    @Test
    void chunkBeyondTheText_isRejectedByItsNumber() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chunks(TEXT, new Span(0, 4), new Span(5, TEXT.length() + 1)))
                .withMessageContaining("chunk 1")
                .withMessageContaining(TEXT.length() + " characters");
        assertThatIllegalArgumentException().isThrownBy(() -> chunks(TEXT, new Span(0, 4), null)).withMessageContaining("chunk 1 is null");
    }

    @Test
    void spanWithoutCharacters_isRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Span(4, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new Span(5, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new Span(-1, 4));
    }

    @Test
    void nullIsRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> embedder.encodeChunks(null, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> embedder.encodeChunks(TEXT, null));
        assertThatIllegalArgumentException().isThrownBy(() -> embedder.embedChunks(null, List.of(), EncodeOptions.defaults()));
    }

    @Test
    void noChunks_noVectors() {
        assertThat(embedder.encodeChunks(TEXT, List.of())).isEmpty();
        assertThat(embedder.encodeChunks("", List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"many-heads", "grouped-heads", "max-pooling", "prompt-excluded", "no-normalize"})
    void modelThatPoolsOtherwise_isRejected(String model) {
        try (MagibuEmbedder other = model(model).load()) {
            assertThatThrownBy(() -> other.encodeChunks(TEXT, List.of(new Span(0, 4))))
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining("supported: mean pooling");
        }
    }

    @Test
    void afterClose_isRejected() {
        MagibuEmbedder closed = model("tiny").load();
        closed.close();
        assertThatIllegalStateException().isThrownBy(() -> closed.encodeChunks(TEXT, List.of(new Span(0, 4))));
    }

    private static Span spanOf(String text, String part) {
        int start = text.indexOf(part);
        return new Span(start, start + part.length());
    }

    private static List<Embedding> chunks(String text, Span... chunks) {
        return embedder.embedChunks(Passage.of(text), Arrays.asList(chunks), EncodeOptions.of(Prompt.DOCUMENT));
    }
}
