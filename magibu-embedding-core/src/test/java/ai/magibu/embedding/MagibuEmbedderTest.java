package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.api.UnknownTokenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MagibuEmbedderTest {

    @TempDir
    static Path cache;

    private static MagibuEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = tiny().load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    private static EmbedderSettings.Builder tiny() {
        return Models.builder("tiny", cache);
    }

    private static EncodeOptions none() {
        return EncodeOptions.of(Prompt.NONE);
    }

    // prompts

    @Test
    void queryAndDocumentUseTheModelsPrompts() {
        for (Golden golden : Golden.of("tiny")) {
            float[] vector = golden.prompt() == null
                    ? embedder.encode(golden.text())
                    : golden.prompt().equals("query") ? embedder.encodeQuery(golden.text()) : embedder.encodeDocument(golden.text());
            assertThat(golden.distance(vector)).as(golden.text()).isLessThan(Golden.TOLERANCE);
        }
    }

    @Test
    void titleTakesThePlaceOfNone() {
        float[] titled = embedder.encodeDocument(Passage.titled("Boğaz", "İki kıta arasında bir su yolu."));
        assertThat(titled).containsExactly(embedder.encode("title: Boğaz | text: İki kıta arasında bir su yolu."));
    }

    @Test
    void blankTitleIsNone() {
        assertThat(embedder.encodeDocument(Passage.titled(" ", "metin"))).containsExactly(embedder.encodeDocument("metin"));
    }

    @Test
    void titleWithoutAPlaceIsRejected() {
        assertThat(embedder.acceptsTitle(Prompt.DOCUMENT)).isTrue();
        assertThat(embedder.acceptsTitle(Prompt.QUERY)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embedder.embed(Passage.titled("Boğaz", "metin"), EncodeOptions.of(Prompt.QUERY)))
                .withMessageContaining("no place for a title");
    }

    @Test
    void unknownPromptIsRejectedWithTheNamesThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embedder.embed(List.of(), EncodeOptions.of(Prompt.named("qeury"))))
                .withMessageContaining("qeury")
                .withMessageContaining("query")
                .withMessageContaining("document");
    }

    @Test
    void defaultPromptIsTheModels() {
        try (MagibuEmbedder other = Models.builder("prompt-excluded", cache).load()) {
            assertThat(other.encode("soru")).containsExactly(other.encodeQuery("soru"));
            assertThat(other.embed(Passage.of("soru"), none()).vector()).isNotEqualTo(other.encode("soru"));
        }
    }

    // texts

    @Test
    void emptyListGivesEmptyList() {
        assertThat(embedder.encode(List.of())).isEmpty();
    }

    @Test
    void emptyAndBlankTextsHaveVectors() {
        for (String text : List.of("", " ", "\n\t")) {
            assertThat(lengthOf(embedder.encode(text))).isCloseTo(1, within(1e-5));
        }
        assertThat(embedder.embed(Passage.of(""), none()).tokens()).isEqualTo(2);
    }

    @Test
    void nullIsRejectedByPosition() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embedder.encode(Arrays.asList("bir", null)))
                .withMessage("text 1 is null");
        assertThatIllegalArgumentException().isThrownBy(() -> embedder.encode((String) null)).withMessage("text 0 is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embedder.encode((List<String>) null))
                .withMessage("the list of texts is null");
        assertThatIllegalArgumentException().isThrownBy(() -> embedder.countTokens(null)).withMessage("the text is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> embedder.embed(Passage.of("bir"), null))
                .withMessage("the options are null");
    }

    @Test
    void promptThatLeavesNothingToPoolIsRejected() {
        try (MagibuEmbedder withoutPrompt = tiny().model(Models.directory("prompt-excluded")).maxTokens(24).load()) {
            Passage passage = Passage.titled("uzun bir başlık ".repeat(10), "metin");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> withoutPrompt.embed(List.of(Passage.of("a"), passage), EncodeOptions.of(Prompt.DOCUMENT)))
                    .withMessageStartingWith("text 1: ")
                    .withMessageContaining("uses up the limit of 24 tokens");
        }
    }

    @Test
    void loneSurrogateCountsAsReplacementCharacter() {
        assertThat(embedder.encode("a\uD83Db")).containsExactly(embedder.encode("a\uFFFDb"));
        assertThat(embedder.encode("\uDE00")).containsExactly(embedder.encode("\uFFFD"));
        assertThat(embedder.encode("a\uD83D")).containsExactly(embedder.encode("a\uFFFD"));
        assertThat(embedder.encode("\uD83D\uDE00")).isNotEqualTo(embedder.encode("\uFFFD"));
    }

    @Test
    void tenMegabytesAreTruncatedAndToldSo() {
        String text = "Uzun bir metin. ".repeat(10_000_000 / 16);
        Embedding embedding = embedder.embed(Passage.of(text), none());
        assertThat(embedding.tokens()).isEqualTo(embedder.maxTokens());
        assertThat(embedding.truncated()).isTrue();
        assertThat(embedding.droppedTokens()).isGreaterThan(10_000_000 / 12 - embedder.maxTokens()); // no token is longer than 12
    }

    @Test
    void smallerLimitKeepsBothSpecialTokens() {
        try (MagibuEmbedder limited = tiny().maxTokens(10).load()) {
            String text = "zzzzzzzzzzzzzzzzzzzz"; // a token each, beyond the merges of so small a tokenizer
            Embedding embedding = limited.embed(Passage.of(text), none());
            assertThat(embedding.tokens()).isEqualTo(10);
            assertThat(embedding.droppedTokens()).isEqualTo(limited.countTokens(text) - 10).isPositive();
            assertThat(limited.maxTokens()).isEqualTo(10);
        }
    }

    @Test
    void tooLongATextCanBeRejected() {
        String tooLong = "kelime ".repeat(500);
        EncodeOptions fail = none().withOnTooLong(OnTooLong.FAIL);
        assertThatThrownBy(() -> embedder.embed(List.of(Passage.of("kısa"), Passage.of(tooLong)), fail))
                .isInstanceOfSatisfying(TextTooLongException.class, e -> {
                    assertThat(e.index()).isEqualTo(1);
                    assertThat(e.tokens()).isEqualTo(embedder.countTokens(tooLong));
                    assertThat(e.limit()).isEqualTo(embedder.maxTokens());
                });
        try (MagibuEmbedder strict = tiny().onTooLong(OnTooLong.FAIL).load()) {
            assertThatThrownBy(() -> strict.encode(tooLong)).isInstanceOf(TextTooLongException.class);
            assertThat(strict.embed(Passage.of(tooLong), none().withOnTooLong(OnTooLong.TRUNCATE)).truncated()).isTrue();
        }
    }

    @Test
    void tokenWithoutARowInTheMatrixIsRejected(@TempDir Path folder) throws IOException {
        Path model = Models.copy("tiny", folder.resolve("model"));
        Path tokenizer = model.resolve("tokenizer.json");
        String added = "\"added_tokens\": [{\"id\": 833, \"content\": \"<image>\", \"single_word\": false, \"lstrip\": false,"
                + " \"rstrip\": false, \"normalized\": false, \"special\": true},";
        Files.writeString(tokenizer, Files.readString(tokenizer).replaceFirst("\"added_tokens\":\\s*\\[", added));
        try (MagibuEmbedder other =
                MagibuEmbedder.builder().model(model).device(Device.CPU).cacheDirectory(cache).load()) {
            assertThatThrownBy(() -> other.encode(List.of("bir", "bir <image> iki")))
                    .isInstanceOfSatisfying(UnknownTokenException.class, e -> {
                        assertThat(e.index()).isEqualTo(1);
                        assertThat(e.tokenId()).isEqualTo(833);
                    })
                    .hasMessageContaining("0 to 832");
        }
    }

    // vectors

    @Test
    void dimensionsCutAndNormalizeAgain() {
        float[] whole = embedder.encode("Bugün hava çok güzel.");
        float[] cut = embedder.embed(Passage.of("Bugün hava çok güzel."), EncodeOptions.defaults().withDimensions(32)).vector();
        assertThat(cut).hasSize(32);
        assertThat(lengthOf(cut)).isCloseTo(1, within(1e-6));
        assertThat(MagibuEmbedder.similarity(cut, Arrays.copyOf(whole, 32))).isCloseTo(1, within(1e-6f));
        try (MagibuEmbedder small = tiny().dimensions(32).load()) {
            assertThat(small.dimension()).isEqualTo(32);
            assertThat(small.encode("Bugün hava çok güzel.")).containsExactly(cut);
        }
    }

    @Test
    void unsupportedDimensionsAreRejected() {
        for (int dimensions : new int[] {0, -1, 97}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> embedder.embed(Passage.of("a"), EncodeOptions.defaults().withDimensions(dimensions)))
                    .withMessageContaining("1 to 96")
                    .withMessageContaining(String.valueOf(dimensions));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> tiny().dimensions(97).load());
    }

    @Test
    void similarityIsTheCosine() {
        assertThat(MagibuEmbedder.similarity(new float[] {3, 4}, new float[] {4, 3})).isEqualTo(0.96f);
        assertThat(MagibuEmbedder.similarity(new float[] {2, 0}, new float[] {-1, 0})).isEqualTo(-1);
        assertThat(MagibuEmbedder.similarity(new float[] {0, 0}, new float[] {1, 0})).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> MagibuEmbedder.similarity(new float[2], new float[3]));
    }

    @Test
    void manyMoreTextsThanOneWindowComeBackInOrder() {
        try (MagibuEmbedder smallBatches = tiny().maxBatchTokens(32).load()) {
            List<Golden> goldens = Golden.of("tiny").stream().filter(golden -> golden.prompt() == null).toList();
            List<Golden> many = new ArrayList<>();
            Collections.nCopies(8, goldens).forEach(many::addAll);
            List<float[]> vectors = smallBatches.encode(many.stream().map(Golden::text).toList());
            for (int i = 0; i < many.size(); i++) {
                assertThat(many.get(i).distance(vectors.get(i))).isLessThan(Golden.TOLERANCE);
            }
        }
    }

    // lifecycle

    private static EncodeListener atEachRun(Consumer<BatchRun> action) {
        return new EncodeListener() {
            @Override
            public EncodeCall started(int texts) {
                throw new IllegalStateException("calls are of no interest here");
            }

            @Override
            public void batchRan(BatchRun run) {
                action.accept(run);
            }
        };
    }

    @Test
    void manyThreadsGetTheVectorsOfOne() throws Exception {
        requireGoldensFromManyThreads(embedder);
    }

    @Test
    void soTheyDoWhenTheyShareBatches() throws Exception {
        AtomicInteger rows = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        EncodeListener counter = atEachRun(run -> {
            rows.addAndGet(run.rows());
            runs.incrementAndGet();
        });
        try (MagibuEmbedder sharing = tiny().sharedBatches(true).listener(counter).load()) {
            requireGoldensFromManyThreads(sharing);
        }
        assertThat(rows.get()).isEqualTo(Golden.of("tiny").size());
        assertThat(runs.get()).isLessThan(rows.get());
    }

    private static void requireGoldensFromManyThreads(MagibuEmbedder embedder) throws Exception {
        List<Golden> goldens = Golden.of("tiny");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Float>> calls = goldens.stream()
                    .<Callable<Float>>map(golden -> () -> golden.distance(embedder.embed(golden.passage(), golden.options()).vector()))
                    .toList();
            for (Future<Float> distance : threads.invokeAll(calls)) {
                assertThat(distance.get()).isLessThan(Golden.TOLERANCE);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void closeWaitsForRunningCallsAndLaterOnesAreRejected() throws Exception {
        MagibuEmbedder shortLived = tiny().load();
        List<String> texts = Collections.nCopies(300, "Sözleşmenin feshi hâlinde taraflar bildirimde bulunur.");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            CountDownLatch started = new CountDownLatch(4);
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(threads.submit(() -> {
                    int done = 0;
                    try {
                        while (true) {
                            done += shortLived.encode(texts).size();
                            started.countDown();
                        }
                    } catch (IllegalStateException closed) {
                        return done;
                    }
                }));
            }
            started.await();
            shortLived.close();
            for (Future<Integer> done : running) {
                assertThat(done.get()).isPositive().satisfies(count -> assertThat(count % texts.size()).isZero());
            }
        } finally {
            threads.shutdownNow();
        }
        shortLived.close();
        assertThatIllegalStateException().isThrownBy(() -> shortLived.encode("a")).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> shortLived.countTokens("a"));
        assertThatIllegalStateException().isThrownBy(() -> shortLived.tokenizer().encode("a"));
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void callsThatComeWhileCloseWaitsAreRejectedAtOnce() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        MagibuEmbedder shortLived = tiny()
                .listener(atEachRun(run -> {
                    running.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .load();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<float[]> call = threads.submit(() -> shortLived.encode("a"));
            running.await();
            Future<?> closing = threads.submit(shortLived::close);
            assertThatIllegalStateException()
                    .isThrownBy(() -> {
                        while (true) {
                            shortLived.countTokens("b");
                        }
                    })
                    .withMessageContaining("closed");
            assertThat(call.isDone()).isFalse();
            goOn.countDown();
            assertThat(call.get()).hasSize(96);
            closing.get();
        } finally {
            goOn.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void closeFromWithinACallIsRejected() {
        List<Throwable> rejections = new ArrayList<>();
        MagibuEmbedder[] self = new MagibuEmbedder[1];
        try (MagibuEmbedder closedByItsListener = tiny()
                .listener(atEachRun(run -> {
                    try {
                        self[0].close();
                    } catch (IllegalStateException e) {
                        rejections.add(e);
                    }
                }))
                .load()) {
            self[0] = closedByItsListener;
            assertThat(closedByItsListener.encode("a")).hasSize(96);
            assertThat(rejections).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("from within one of its calls"));
            assertThat(closedByItsListener.encode("a")).as("still open").hasSize(96);
        }
    }

    @Test
    void closingTheBorrowedTokenizerTakesNothingFromTheEmbedder() {
        try (MagibuTokenizer borrowed = embedder.tokenizer()) {
            assertThat(borrowed.count("a")).isPositive();
        }
        assertThat(embedder.tokenizer().count("a")).isEqualTo(embedder.countTokens("a"));
        assertThat(embedder.encode("a")).hasSize(96);
    }

    @Test
    void interruptedThreadGetsNoVectorsAndStaysInterrupted() {
        try (MagibuEmbedder sharing = tiny().sharedBatches(true).load()) {
            for (MagibuEmbedder each : List.of(embedder, sharing)) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> each.encode("metin")).isInstanceOf(EncodeInterruptedException.class);
                assertThat(Thread.interrupted()).isTrue();
                assertThat(each.encode("metin")).hasSize(96);
            }
        }
    }

    /** The second text of three is read when the first is tokenized: each is a group of its own. */
    @Test
    void interruptedCallTellsAllItsTexts() {
        List<Passage> interrupting = new AbstractList<>() {
            private int reads;

            @Override
            public Passage get(int index) {
                if (++reads == 2 * size() + 1) { // after the checks
                    Thread.currentThread().interrupt();
                }
                return Passage.of("kelime güzel ".repeat(20_000));
            }

            @Override
            public int size() {
                return 3;
            }
        };
        try (MagibuEmbedder small = tiny().maxBatchTokens(1).load()) {
            assertThatThrownBy(() -> small.embed(interrupting, none()))
                    .isInstanceOf(EncodeInterruptedException.class)
                    .hasMessage("interrupted before all of 3 texts had their embeddings");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void invalidTimeoutLeavesTheEmbedderOpen() {
        try (MagibuEmbedder open = tiny().load()) {
            assertThatIllegalArgumentException().isThrownBy(() -> open.closeWithin(null)).withMessageContaining("timeout");
            assertThat(open.encode("metin")).hasSize(96);
        }
    }

    // settings

    @Test
    void bf16WithoutCudaIsRejectedBeforeTheModelIsCompiled(@TempDir Path empty) {
        assertThatThrownBy(() -> tiny().device(Device.AUTO).precision(Precision.BF16).cacheDirectory(empty).load())
                .isInstanceOf(DeviceUnavailableException.class);
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void pathsMayHaveCharactersBeyondTheBasicPlane(@TempDir Path folder) {
        Path model = Models.copy("tiny", folder.resolve("şehir \uD83D\uDE00 model"));
        Path itsCache = folder.resolve("önbellek \uD83C\uDDF9\uD83C\uDDF7");
        float[] vector = embedder.encode("metin");
        for (int i = 0; i < 2; i++) { // compiled, and from the cache
            try (MagibuEmbedder there = tiny().model(model).cacheDirectory(itsCache).load()) {
                assertThat(MagibuEmbedder.similarity(there.encode("metin"), vector)).isGreaterThan(0.99999f);
            }
        }
        Path exported = folder.resolve("\uD83D\uDCE6");
        ModelExporter.export(model, Precision.FP32, exported);
        try (MagibuEmbedder there = tiny().model(exported).load()) {
            assertThat(MagibuEmbedder.similarity(there.encode("metin"), vector)).isGreaterThan(0.99999f);
        }
    }

    @Test
    void loadTimeIsKnown() {
        assertThat(embedder.loadTime()).isPositive();
    }

    @Test
    void missingFolderIsNamed(@TempDir Path folder) {
        Path missing = folder.resolve("yok");
        assertThatThrownBy(() -> MagibuEmbedder.builder().model(missing).load())
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining(missing.toString());
        assertThatThrownBy(() -> MagibuEmbedder.builder().model(folder).load())
                .isInstanceOf(ModelSourceException.class)
                .hasMessageContaining("modules.json");
        assertThatIllegalArgumentException().isThrownBy(() -> MagibuEmbedder.builder().load()).withMessageContaining("owner/name");
    }

    @ParameterizedTest
    @CsvSource({"cpu, fp32", "auto, int8", "cuda:0, bf16"})
    void tf32IsRejectedWhereItHasNoEffect(String device, String precision) {
        EmbedderSettings.Builder builder =
                tiny().tf32(true).device(Device.parse(device)).precision(Precision.valueOf(precision.toUpperCase(Locale.ROOT)));
        assertThatIllegalArgumentException().isThrownBy(builder::load).withMessageContainingAll("tf32", device, precision);
    }

    @Test
    void tf32HasNoEffectIfAutoSelectsTheCpu() {
        try (MagibuEmbedder embedder = tiny().tf32(true).device(Device.AUTO).load()) {
            assertThat(embedder.device()).isEqualTo(Device.CPU);
        }
    }

    @Test
    void cudaWithoutCudaSaysWhatIsMissing() {
        assertThatThrownBy(() -> tiny().device(Device.parse("cuda:1")).load())
                .isInstanceOf(DeviceUnavailableException.class)
                .hasMessageContaining("cuda:1")
                .hasMessageContaining("onnxruntime_gpu")
                .hasMessageContaining("CUDA 12");
    }

    @Test
    void autoFallsBackToTheCpu() {
        try (MagibuEmbedder automatic = tiny().device(Device.AUTO).load()) {
            assertThat(automatic.device()).isEqualTo(Device.CPU);
        }
    }

    @Test
    void settingsOutOfRangeAreRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> tiny().threads(0)).withMessageContaining("threads");
        assertThatIllegalArgumentException().isThrownBy(() -> tiny().maxBatchTokens(0)).withMessageContaining("maxBatchTokens");
        assertThatIllegalArgumentException().isThrownBy(() -> tiny().maxWaitingTokens(0)).withMessageContaining("maxWaitingTokens");
        assertThatIllegalArgumentException().isThrownBy(() -> tiny().device(null)).withMessage("the device is null");
        assertThatIllegalArgumentException().isThrownBy(() -> tiny().onTooLong(null)).withMessage("the onTooLong is null");
        assertThatIllegalArgumentException().isThrownBy(() -> tiny().maxTokens(385).load()).withMessageContaining("3 to 384");
        assertThatIllegalArgumentException().isThrownBy(() -> tiny().maxTokens(2).load()).withMessageContaining("3 to 384");
    }

    @Test
    void threadsAndArenaDoNotChangeTheVectors() {
        Golden golden = Golden.of("tiny").get(8);
        try (MagibuEmbedder other = tiny().threads(1).memoryArena(false).load()) {
            assertThat(golden.distance(other.encode(golden.text()))).isLessThan(Golden.TOLERANCE);
        }
    }

    @Test
    void infoSaysWhatTheFilesSay() {
        ModelInfo info = embedder.info();
        assertThat(info).isEqualTo(ModelInfo.read(Models.directory("tiny")));
        assertThat(info.layers()).isEqualTo(7);
        assertThat(info.dimension()).isEqualTo(96);
        assertThat(info.maxTokens()).isEqualTo(384);
        assertThat(info.pipeline())
                .containsExactly(
                        "Transformer (7 layers: 6 sliding, 1 full)",
                        "Pooling (mean)",
                        "Dense (96 → 384, identity)",
                        "Dense (384 → 96, identity)",
                        "Normalize (L2)");
        assertThat(info.prompts()).containsKeys("query", "document");
        assertThat(info.files()).contains("config.json", "model.safetensors", "tokenizer.json");
        assertThat(info.fingerprint()).hasSize(64);
    }

    private static double lengthOf(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += component * component;
        }
        return Math.sqrt(squares);
    }

    @Test
    void textsOfAnyScriptReachTheTokenizerWhole() {
        String text = "null\u0000bayt 😀 e\u0301 İı";
        assertThat(embedder.tokenizer().count(text))
                .isGreaterThan(2)
                .isLessThanOrEqualTo(2 + text.getBytes(StandardCharsets.UTF_8).length);
    }
}
