package ai.magibu.it.applications;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.BatchRun;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.EncodeSummary;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.spring.boot.MagibuEmbedderCustomizer;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** The recipe for WebFlux in docs/how-to/spring-boot.md. */
class WebFluxIT {

    /** Far more work than finishes during these tests. */
    private static final int MANY = 20_000;

    private ConfigurableApplicationContext context;
    private MagibuEmbedder embedder;
    private Runs runs;

    @BeforeEach
    void start() {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        List<String> arguments = new ArrayList<>(List.of(ChildJvm.TINY_MODEL));
        arguments.addAll(List.of(
                "--server.port=0", "--server.shutdown=immediate", "--magibu.embedding.max-batch-tokens=512",
                "--magibu.embedding.warm-up=false"));
        context = application.run(arguments.toArray(String[]::new));
        embedder = context.getBean(MagibuEmbedder.class);
        runs = context.getBean(Runs.class);
    }

    @AfterEach
    void stop() {
        context.close();
    }

    private int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @Test
    void answer_isTheVector() throws Exception {
        String answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/vector?text=Ankara")).build(),
                        BodyHandlers.ofString())
                .body();

        float[] expected = embedder.encodeQuery("Ankara");
        assertThat(answer.split(",")).hasSize(96);
        assertThat(Float.parseFloat(answer.replace("[", "").split(",")[0])).isEqualTo(expected[0]);
    }

    @Test
    void subscriberThatGoesAway_cancelsTheFuture_andStopsTheRun() throws Exception {
        AtomicReference<CompletableFuture<List<Embedding>>> future = new AtomicReference<>();
        Disposable subscriber = Mono.fromFuture(() -> {
            future.set(embedder.embedAsync(manyTexts(embedder), EncodeOptions.of(Prompt.QUERY)));
            return future.get();
        })
                .subscribe();
        assertThat(runs.begun.await(20, TimeUnit.SECONDS)).isTrue();

        subscriber.dispose();

        assertThat(future.get()).isCancelled();
        assertThatTheRunStops();
    }

    @Test
    void clientThatClosesItsConnection_stopsTheRun() throws Exception {
        try (Socket client = new Socket("127.0.0.1", port())) {
            OutputStream out = client.getOutputStream();
            out.write("GET /many HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(runs.begun.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThatTheRunStops();
    }

    private void assertThatTheRunStops() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (embedder.activity().running() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertThat(embedder.activity().running()).isZero();
        int stoppedAt = runs.count.get();
        Thread.sleep(200);
        assertThat(runs.count).hasValue(stoppedAt);
        assertThat(stoppedAt).isLessThan(MANY);
    }

    private static List<Passage> manyTexts(MagibuEmbedder embedder) {
        return Collections.nCopies(MANY, Passage.of("uzun ".repeat(embedder.maxTokens() / 2)));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({VectorController.class, Runs.class})
    static class Application {

        @Bean
        MagibuEmbedderCustomizer listening(Runs runs) {
            return builder -> builder.listener(runs);
        }
    }

    @RestController
    static class VectorController {

        private final MagibuEmbedder embedder;

        VectorController(MagibuEmbedder embedder) {
            this.embedder = embedder;
        }

        @GetMapping("/vector")
        Mono<float[]> vector(@RequestParam String text) {
            return Mono.fromFuture(() -> embedder.embedAsync(List.of(Passage.of(text)), EncodeOptions.of(Prompt.QUERY)))
                    .map(embeddings -> embeddings.get(0).vector());
        }

        @GetMapping("/many")
        Mono<Integer> many() {
            return Mono.fromFuture(() -> embedder.embedAsync(manyTexts(embedder), EncodeOptions.of(Prompt.QUERY)))
                    .map(List::size);
        }
    }

    /** Counts runs of the model. */
    static final class Runs implements EncodeListener {

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
}
