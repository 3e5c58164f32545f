package ai.magibu.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EmbedderClosedException;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers that share a model in bf16. */
@ExtendWith(Bfloat16Machine.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConcurrentCallsIT {

    private static final int CALLERS = 16;

    /** A batch of these takes the long model many seconds. */
    private static final List<Passage> ENDLESS =
            Collections.nCopies(150, Passage.of("Sözleşmenin feshi hâlinde taraflar bildirimde bulunur. ".repeat(200)));

    /** Callers' own batches run at the same time; with shared ones their texts run together. */
    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "5, false", "16, false", "3, true"})
    void everyCallerGetsItsTextsVectors(int threads, boolean shared) throws Exception {
        List<Golden> goldens = Golden.of("long");
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (MagibuEmbedder embedder = Models.bf16("long").threads(threads).sharedBatches(shared).load()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                Random random = new Random(caller);
                calls.add(callers.submit(() -> {
                    for (int i = 0; i < 40; i++) {
                        Golden golden = goldens.get(random.nextInt(goldens.size()));
                        float[] vector = embedder.embed(golden.passage(), golden.options()).vector();
                        Cosines.assertClose(vector, golden.embedding(), golden.text());
                    }
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void cancelledRunStopsWithinALayer() throws Exception {
        try (MagibuEmbedder embedder = Models.bf16("long").threads(2).maxBatchTokens(1_000_000).load()) {
            CompletableFuture<List<Embedding>> call = embedder.embedAsync(ENDLESS, EncodeOptions.defaults());
            while (embedder.activity().running() == 0) {
                Thread.sleep(1);
            }
            Thread.sleep(200); // in the middle of the run
            long start = System.nanoTime();
            call.cancel(true);
            while (embedder.activity().running() > 0) {
                Thread.sleep(1);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(embedder.encode("Bugün hava çok güzel.")).hasSize(48); // its workers are free
        }
    }

    @Test
    void closingEndsWhatRuns() throws Exception {
        MagibuEmbedder embedder = Models.bf16("long").threads(2).maxBatchTokens(1_000_000).load();
        CompletableFuture<List<Embedding>> call = embedder.embedAsync(ENDLESS, EncodeOptions.defaults());
        while (embedder.activity().running() == 0) {
            Thread.sleep(1);
        }
        embedder.closeWithin(Duration.ZERO);
        assertThatThrownBy(call::get).hasCauseInstanceOf(EmbedderClosedException.class);
        try (MagibuEmbedder next = Models.bf16("long").threads(2).load()) {
            assertThat(next.encode("Bugün hava çok güzel.")).hasSize(48);
        }
    }
}
