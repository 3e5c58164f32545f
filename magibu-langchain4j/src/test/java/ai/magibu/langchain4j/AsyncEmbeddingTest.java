package ai.magibu.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.test.TinyModel;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.listener.EmbeddingModelErrorContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelResponseContext;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** LangChain4j's {@code embedAsync}. */
class AsyncEmbeddingTest {

    private final Recorder recorder = new Recorder();

    private MagibuEmbeddingModel on(MagibuEmbedder embedder) {
        return MagibuEmbeddingModel.builder().embedder(embedder).listeners(List.of(recorder)).build();
    }

    @Test
    void futureHasTheAnswerOfTheBlockingCall_andListenersAreNotified() throws Exception {
        try (MagibuEmbedder embedder = TinyModel.load()) {
            EmbeddingRequest request = EmbeddingRequest.builder()
                    .inputs("Ankara", "İstanbul")
                    .inputType(EmbeddingInputType.QUERY)
                    .dimensions(32)
                    .build();

            EmbeddingResponse answer = on(embedder).embedAsync(request).get(30, TimeUnit.SECONDS);

            assertThat(recorder.responses).hasSize(1);
            assertThat(recorder.responses.get(0).embeddingResponse()).isSameAs(answer);
            EmbeddingResponse blocking = on(embedder).embed(request);
            assertThat(answer.embeddings()).isEqualTo(blocking.embeddings());
            assertThat(answer.metadata().tokenUsage()).isEqualTo(blocking.metadata().tokenUsage());
            assertThat(answer.metadata()).isInstanceOf(MagibuEmbeddingResponseMetadata.class);
        }
    }

    @Test
    void failureOfTheRun_andARejectedArgument_comeThroughTheFuture() {
        try (MagibuEmbedder strict = TinyModel.builder().maxTokens(8).onTooLong(OnTooLong.FAIL).load()) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> on(strict)
                            .embedAsync(EmbeddingRequest.builder().inputs("kısa", "uzun ".repeat(20)).build())
                            .get(30, TimeUnit.SECONDS))
                    .havingCause()
                    .isInstanceOfSatisfying(TextTooLongException.class, failure -> assertThat(failure.index()).isEqualTo(1));
            assertThat(recorder.errors).hasSize(1);
            assertThat(recorder.errors.get(0).error()).isInstanceOf(TextTooLongException.class);

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> on(strict)
                            .embedAsync(EmbeddingRequest.builder().input("a").dimensions(97).build())
                            .get(30, TimeUnit.SECONDS))
                    .withCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void cancelledFuture_stopsTheRun() throws Exception {
        Runs runs = new Runs();
        try (MagibuEmbedder embedder = TinyModel.builder().maxBatchTokens(512).listener(runs).load()) {
            int texts = 3_000;
            List<TextSegment> segments = Collections.nCopies(texts, TextSegment.from("uzun ".repeat(embedder.maxTokens())));

            CompletableFuture<EmbeddingResponse> future =
                    on(embedder).embedAsync(EmbeddingRequest.builder().textSegments(segments).build());
            assertThat(runs.begun.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(future.cancel(true)).isTrue();

            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
            while (embedder.activity().running() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
            int stoppedAt = runs.count.get();
            assertThat(embedder.activity().running()).isZero();
            Thread.sleep(200);
            assertThat(runs.count).as("runs of the model after the cancelled call has ended").hasValue(stoppedAt);
            assertThat(stoppedAt).isLessThan(texts);
        }
    }

    /** Counts runs of the model. */
    private static final class Runs implements EncodeListener {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public EncodeCall started(int texts) {
            return new EncodeCall() {
                @Override
                public void succeeded(EncodeSummary summary) {}

                @Override
                public void failed(Throwable failure) {}
            };
        }

        @Override
        public void batchRan(BatchRun run) {
            count.incrementAndGet();
            begun.countDown();
        }
    }

    private static final class Recorder implements EmbeddingModelListener {

        private final List<EmbeddingModelResponseContext> responses = new CopyOnWriteArrayList<>();
        private final List<EmbeddingModelErrorContext> errors = new CopyOnWriteArrayList<>();

        @Override
        public void onResponse(EmbeddingModelResponseContext context) {
            responses.add(context);
        }

        @Override
        public void onError(EmbeddingModelErrorContext context) {
            errors.add(context);
        }
    }
}
