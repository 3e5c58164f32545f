package ai.magibu.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/** Without {@code magibu-langchain4j}, {@code magibu-spring-ai}, Micrometer's meters and JDBC drivers on the class path. */
class OtherProvidersTest {

    /** A model of LangChain4j, embedded twice; returns the hits. */
    public static final class LangChain4j implements Callable<Long> {

        @Override
        public Long call() {
            EmbeddingModel model = new EmbeddingModel() {
                @Override
                public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
                    return Response.from(segments.stream().map(segment -> Embedding.from(new float[] {1})).toList());
                }
            };
            var cached = ai.magibu.cache.langchain4j.CachedEmbeddingModel.builder().model(model).identity("constant")
                    .cache(new CaffeineCache(1000)).build();
            cached.embed("a");
            cached.embed("a");
            return cached.statistics().hits();
        }
    }

    /** A model of Spring AI, embedded twice; returns the hits. */
    public static final class SpringAi implements Callable<Long> {

        @Override
        public Long call() {
            var model = new org.springframework.ai.embedding.EmbeddingModel() {
                @Override
                public EmbeddingResponse call(EmbeddingRequest request) {
                    return new EmbeddingResponse(List.of(new org.springframework.ai.embedding.Embedding(new float[] {1}, 0)));
                }

                @Override
                public float[] embed(Document document) {
                    return new float[] {1};
                }
            };
            var cached = ai.magibu.cache.springai.CachedEmbeddingModel.builder().model(model).identity("constant")
                    .cache(new CaffeineCache(1000)).build();
            cached.embed("a");
            cached.embed("a");
            cached.embed(new Document("a"));
            cached.embed(new Document("a"));
            return cached.statistics().hits();
        }
    }

    @Test
    void modelsOfOtherProviders_needNoAdapterOfMagibu() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!part.matches(".*(magibu-(langchain4j|spring-ai|spring-boot-starter)|micrometer-core|postgresql).*")) {
                urls.add(new File(part).toURI().toURL());
            }
        }
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThat(loader.getResource("ai/magibu/langchain4j/MagibuEmbeddingModel.class")).isNull();
            assertThat(hits(loader, LangChain4j.class)).isEqualTo(1L);
            assertThat(hits(loader, SpringAi.class)).isEqualTo(2L);
        }
    }

    private static Object hits(ClassLoader loader, Class<?> program) throws Exception {
        return ((Callable<?>) loader.loadClass(program.getName()).getDeclaredConstructor().newInstance()).call();
    }
}
