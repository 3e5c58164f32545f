package ai.magibu.cache;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.spring.boot.autoconfigure.MagibuAutoConfiguration;
import ai.magibu.spring.boot.autoconfigure.MagibuLangChain4jAutoConfiguration;
import ai.magibu.spring.boot.autoconfigure.MagibuSpringAiAutoConfiguration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The beans of the page "Cache embeddings", with the starter. */
class SpringBootIT {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MagibuAutoConfiguration.class, MagibuLangChain4jAutoConfiguration.class,
                    MagibuSpringAiAutoConfiguration.class))
            .withBean(EmbeddingCache.class, () -> new CaffeineCache(1_000_000));

    @Configuration
    static class LangChain4j {

        @Bean
        ai.magibu.cache.langchain4j.CachedEmbeddingModel embeddingModel(ObjectProvider<MagibuEmbedder> embedder, EmbeddingCache cache) {
            return ai.magibu.cache.langchain4j.CachedEmbeddingModel.builder()
                    .model(ai.magibu.langchain4j.MagibuEmbeddingModel.builder().embedder(embedder::getObject).build())
                    .cache(cache)
                    .build();
        }

        @Bean
        CacheMetrics embeddingCacheMetrics(ai.magibu.cache.langchain4j.CachedEmbeddingModel model) {
            return new CacheMetrics("documents", model.statistics());
        }
    }

    @Configuration
    static class SpringAi {

        @Bean
        ai.magibu.cache.springai.CachedEmbeddingModel embeddingModel(ObjectProvider<MagibuEmbedder> embedder, EmbeddingCache cache) {
            return ai.magibu.cache.springai.CachedEmbeddingModel.builder()
                    .model(ai.magibu.springai.MagibuEmbeddingModel.builder().embedder(embedder::getObject).build())
                    .cache(cache)
                    .build();
        }
    }

    @Configuration
    static class Named {

        @Bean
        @Primary
        ai.magibu.cache.langchain4j.CachedEmbeddingModel cachedModel(
                @Qualifier("archive") ai.magibu.langchain4j.MagibuEmbeddingModel model, EmbeddingCache cache) {
            return ai.magibu.cache.langchain4j.CachedEmbeddingModel.builder().model(model).cache(cache).build();
        }
    }

    @Test
    void cachedModel_replacesTheStartersOfLangChain4j() {
        application.withPropertyValues(TinyModel.settings()).withUserConfiguration(LangChain4j.class).run(context -> {
            assertThat(context).hasSingleBean(dev.langchain4j.model.embedding.EmbeddingModel.class);
            var model = context.getBean(dev.langchain4j.model.embedding.EmbeddingModel.class);
            model.embed("Ankara");
            assertThat(model.embed("Ankara").content().vector()).containsExactly(context.getBean(MagibuEmbedder.class).encode("Ankara"));
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            context.getBean(CacheMetrics.class).bindTo(registry);
            assertThat(registry.get("magibu.cache.hit.rate").gauge().value()).isEqualTo(0.5);
        });
    }

    @Test
    void cachedModel_replacesTheStartersOfSpringAi() {
        application.withPropertyValues(TinyModel.settings()).withUserConfiguration(SpringAi.class).run(context -> {
            assertThat(context).hasSingleBean(org.springframework.ai.embedding.EmbeddingModel.class);
            var model = context.getBean(org.springframework.ai.embedding.EmbeddingModel.class);
            model.embed("Ankara");
            assertThat(model.embed("Ankara")).containsExactly(context.getBean(MagibuEmbedder.class).encodeQuery("Ankara"));
            assertThat(context.getBean(ai.magibu.cache.springai.CachedEmbeddingModel.class).statistics().hits()).isEqualTo(1);
        });
    }

    @Test
    void cachedModel_isLoadedByItsFirstCall_ifTheModelIsLazy() {
        application.withPropertyValues(TinyModel.settings()).withPropertyValues("magibu.embedding.lazy=true")
                .withUserConfiguration(LangChain4j.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    var model = context.getBean(dev.langchain4j.model.embedding.EmbeddingModel.class);
                    assertThat(model.embed("Ankara").content().vector()).hasSize(TinyModel.DIMENSION);
                });
    }

    @Test
    void cachedModel_standsBesideTheNamedModels() {
        application.withPropertyValues(
                "magibu.embedding.cache-directory=" + TinyModel.cacheDirectory(), "magibu.embedding.device=cpu",
                "magibu.embedding.models.archive.model=" + TinyModel.SOURCE, "magibu.embedding.models.other.model=" + TinyModel.SOURCE)
                .withUserConfiguration(Named.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(dev.langchain4j.model.embedding.EmbeddingModel.class))
                            .isInstanceOf(ai.magibu.cache.langchain4j.CachedEmbeddingModel.class);
                    assertThat(context.getBeansOfType(ai.magibu.langchain4j.MagibuEmbeddingModel.class)).hasSize(2);
                });
    }
}
