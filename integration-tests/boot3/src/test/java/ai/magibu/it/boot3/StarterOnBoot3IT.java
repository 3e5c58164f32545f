package ai.magibu.it.boot3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.magibu.embedding.MagibuEmbedder;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The starter's packaged jar in an application of Spring Boot 3 with LangChain4j and the actuator. */
@ExtendWith(OutputCaptureExtension.class)
class StarterOnBoot3IT {

    private static final Path MODELS =
            Path.of("..", "..", "magibu-embedding-core", "src", "test", "resources", "models");

    @TempDir
    private static Path cache;

    private static ConfigurableApplicationContext start(Path model, String... more) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setDefaultProperties(Map.of(
                "server.port", "0",
                "management.endpoints.web.exposure.include", "info,health,metrics",
                "magibu.embedding.model", model.toString(),
                "magibu.embedding.cache-directory", cache.toString(),
                "magibu.embedding.models.search.model", MODELS.resolve("many-heads/model").toString(),
                "magibu.embedding.models.search.lazy", "true"));
        return application.run(more);
    }

    @Test
    void embedder_adapters_metersAndInfo_workThere() throws Exception {
        assertThat(SpringBootVersion.getVersion()).startsWith("3.5.");
        try (ConfigurableApplicationContext context = start(MODELS.resolve("tiny/model"))) {
            float[] expected = context.getBean(MagibuEmbedder.class).encode("Bugün hava çok güzel.");
            assertThat(Class.forName("ai.magibu.spring.boot.MagibuAutoConfiguration")
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation())
                    .asString()
                    .matches(".*/magibu-spring-boot-starter-[^/]*\\.jar");

            EmbeddingModel model = context.getBean(EmbeddingModel.class);
            assertThat(model.embed("Bugün hava çok güzel.").content().vector()).isEqualTo(expected);
            assertThat(context.getBean(TokenCountEstimator.class).estimateTokenCountInText("Bugün")).isPositive();
            assertThat(context.getBean(Searcher.class).model.embed("Bugün").content().vector()).hasSize(64);

            assertThat(get(context, "metrics/magibu.embedding.texts?tag=model:search")).contains("\"value\":1.0");
            assertThat(get(context, "metrics/magibu.embedding")).as("the observation's timer").contains("TOTAL_TIME");
            assertThat(get(context, "info")).contains("\"dimension\":96");
            assertThat(get(context, "health")).as("Spring Boot's own").contains("UP");
            assertThat(context.containsBean("magibuHealthContributor")).isFalse();
        }
    }

    private static String get(ConfigurableApplicationContext context, String endpoint) throws Exception {
        String port = context.getEnvironment().getProperty("local.server.port");
        URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/" + endpoint);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void failureToStart_isAnalyzedThereToo(CapturedOutput output) {
        assertThat(catchThrowable(() -> start(Path.of("missing", "model", "folder")).close())).isNotNull();

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Check that magibu.embedding.model names a folder");
    }

    @SpringBootApplication
    static class Application {

        @Bean
        Searcher searcher(@Qualifier("search") EmbeddingModel model) {
            return new Searcher(model);
        }
    }

    record Searcher(EmbeddingModel model) {}
}
