package ai.magibu.it.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.test.TinyModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The packaged jars in an application of an older Spring Boot with LangChain4j, Spring AI and the actuator. */
@ExtendWith(OutputCaptureExtension.class)
class OlderBootIT {

    private static final String TEXT = "Bugün hava çok güzel.";

    private static ConfigurableApplicationContext start(Path model, String... more) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setDefaultProperties(Map.of(
                "server.port", "0",
                "management.endpoints.web.exposure.include", "info,health,metrics",
                "management.endpoint.health.show-details", "always",
                "magibu.embedding.model", model.toString(),
                "magibu.embedding.cache-directory", TinyModel.cacheDirectory().toString(),
                "magibu.embedding.device", "cpu",
                "magibu.embedding.models.search.model", "classpath:many-heads-model/",
                "magibu.embedding.models.search.lazy", "true"));
        return application.run(more);
    }

    @Test
    void versions_areThoseOfThisModule() {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("expected.boot"));
        assertThat(jarOf(org.springframework.ai.embedding.EmbeddingModel.class))
                .endsWith("spring-ai-model-" + System.getProperty("expected.springAi") + ".jar");
        assertThat(jarOf(MagibuEmbedder.class)).matches(".*/magibu-embedding-core-[^/]*\\.jar");
        assertThat(jarOf(ai.magibu.springai.MagibuEmbeddingModel.class)).matches(".*/magibu-spring-ai-[^/]*\\.jar");
    }

    private static String jarOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    @Test
    void embedder_andLangChain4j_workThere() {
        try (ConfigurableApplicationContext context = start(TinyModel.folder())) {
            float[] expected = context.getBean(MagibuEmbedder.class).encode(TEXT);

            EmbeddingModel model = context.getBean(EmbeddingModel.class);
            assertThat(model.embed(TEXT).content().vector()).isEqualTo(expected);
            assertThat(context.getBean(TokenCountEstimator.class).estimateTokenCountInText("Bugün")).isPositive();
            assertThat(context.getBean(Searcher.class).model.embed("Bugün").content().vector()).hasSize(64);
        }
    }

    @Test
    void springAi_embedsDocumentsAndQueries_eachWithItsPrompt() {
        try (ConfigurableApplicationContext context = start(TinyModel.folder())) {
            MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);
            org.springframework.ai.embedding.EmbeddingModel model =
                    context.getBean(org.springframework.ai.embedding.EmbeddingModel.class);
            List<Document> documents = List.of(
                    new Document(TEXT, Map.of("title", "Hava")), new Document("Ankara, Türkiye'nin başkentidir."));

            assertThat(model.embed(TEXT)).isEqualTo(embedder.encodeQuery(TEXT));
            assertThat(model.embed(documents.get(0))).isEqualTo(embedder.encodeDocument(Passage.titled("Hava", TEXT)));
            EmbeddingResponse response = model.embedForResponse(List.of("bir", "iki"));
            assertThat(response.getResults()).hasSize(2);
            assertThat(response.getMetadata().getUsage().getPromptTokens()).isPositive();
            assertThat(context.getBean(BatchingStrategy.class).batch(documents)).containsExactly(documents);

            SimpleVectorStore store = SimpleVectorStore.builder(model).build();
            store.add(documents);
            List<Document> found = store.similaritySearch(
                    SearchRequest.builder().query(TEXT).topK(2).similarityThresholdAll().build());
            double expected =
                    MagibuEmbedder.similarity(embedder.encodeQuery(TEXT), embedder.encodeDocument(Passage.titled("Hava", TEXT)));
            assertThat(found.get(0).getText()).isEqualTo(TEXT);
            assertThat(found.get(0).getScore()).isCloseTo(expected, Offset.offset(1e-5));
        }
    }

    @Test
    void actuator_showsMetricsInfoAndHealth() throws Exception {
        try (ConfigurableApplicationContext context = start(TinyModel.folder())) {
            context.getBean(EmbeddingModel.class).embed(TEXT);
            assertThat(health(context, "search").path("status").asText()).isEqualTo("UNKNOWN");

            context.getBean(Searcher.class).model.embed("Bugün");

            context.getBean(org.springframework.ai.embedding.EmbeddingModel.class).embed(TEXT);
            assertThat(get(context, "metrics/gen_ai.client.token.usage")).as("Spring AI's counter").contains("COUNT");
            assertThat(get(context, "metrics/magibu.embedding.texts?tag=model:search")).contains("\"value\":1.0");
            assertThat(get(context, "metrics/magibu.embedding?tag=error:none")).as("the timer of calls").contains("TOTAL_TIME");
            assertThat(get(context, "metrics/magibu.embedding.load.time")).contains("\"tag\":\"model\"");
            assertThat(get(context, "info")).contains("\"dimension\":96");
            assertThat(health(context, "search").path("status").asText()).isEqualTo("UP");
            assertThat(health(context, "search").path("details").path("precision").asText()).isEqualTo("fp32");
            assertThat(health(context, "magibu-tiny-model").path("details").path("device").asText()).isEqualTo("cpu");

            context.getBean("searchMagibuEmbedder", MagibuEmbedder.class).close();
            assertThat(health(context, "search").path("status").asText()).isEqualTo("DOWN");
            assertThat(health(context, "search").toString()).contains("closed");
        }
        try (ConfigurableApplicationContext context =
                start(TinyModel.folder(), "--management.health.magibu.enabled=false")) {
            assertThat(get(context, "health")).contains("UP").doesNotContain("magibu");
        }
    }

    private static JsonNode health(ConfigurableApplicationContext context, String model) throws Exception {
        return new ObjectMapper().readTree(get(context, "health")).path("components").path("magibu").path("components").path(model);
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
