package ai.magibu.spring.boot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application that is stopped while it works. */
class ShutdownTest {

    @TempDir
    private static Path cache;

    @Test
    void requestUnderWay_isAnswered_beforeTheEmbedderCloses() throws Exception {
        ConfigurableApplicationContext context = new SpringApplication(Application.class)
                .run(
                        "--server.port=0",
                        "--server.shutdown=graceful",
                        "--spring.ai.vectorstore.type=none",
                        "--magibu.embedding.model=" + TinyModel.folder(),
                        "--magibu.embedding.cache-directory=" + cache);
        MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);
        EmbeddingModel model = context.getBean(EmbeddingModel.class);
        Controller controller = context.getBean(Controller.class);
        HttpRequest request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/"))
                .build();

        CompletableFuture<HttpResponse<String>> answer =
                HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofString());
        assertThat(controller.arrived.await(10, TimeUnit.SECONDS)).isTrue();
        Thread closing = new Thread(context::close);
        closing.start();
        while (!context.isClosed()) {
            Thread.sleep(5);
        }
        Thread.sleep(200);
        assertThat(embedder.encode("a")).as("with a request under way").hasSize(96);
        controller.goOn.countDown();

        assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("96");
        closing.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(closing.isAlive()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> embedder.encode("a")).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> model.embed("a")).withMessageContaining("closed");
    }

    @Test
    void callUnderWay_isStopped_whenItsTimeIsOver_althoughTheWebServerWouldWaitLonger() throws Exception {
        ConfigurableApplicationContext context = new SpringApplication(Application.class)
                .run(
                        "--server.port=0",
                        "--server.shutdown=graceful",
                        "--spring.ai.vectorstore.type=none",
                        "--magibu.embedding.close-timeout=300ms",
                        "--magibu.embedding.model=" + TinyModel.folder(),
                        "--magibu.embedding.cache-directory=" + cache);
        Controller controller = context.getBean(Controller.class);
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/endless"))
                .build();

        CompletableFuture<HttpResponse<String>> answer =
                HttpClient.newHttpClient().sendAsync(request, HttpResponse.BodyHandlers.ofString());
        assertThat(controller.arrived.await(10, TimeUnit.SECONDS)).isTrue();
        context.close();

        assertThat(answer.get(1, TimeUnit.SECONDS).body()).isEqualTo("EmbedderClosedException");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            excludeName = {
                    "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                    "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration"
            })
    @Import(Controller.class)
    static class Application {}

    @RestController
    static class Controller {

        private final EmbeddingModel model;
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        Controller(EmbeddingModel model) {
            this.model = model;
        }

        @GetMapping("/")
        String embed() throws InterruptedException {
            arrived.countDown();
            if (!goOn.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody closed the application");
            }
            return String.valueOf(model.embed("metin").content().vector().length);
        }

        @GetMapping("/endless")
        String embedWithoutEnd() {
            try {
                while (true) {
                    model.embed("metin");
                    arrived.countDown();
                }
            } catch (IllegalStateException e) {
                return e.getClass().getSimpleName();
            }
        }
    }
}
