package ai.magibu.spring.boot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.langchain4j.MagibuEmbeddingModel;
import ai.magibu.spring.boot.autoconfigure.MagibuAutoConfiguration;
import ai.magibu.spring.boot.autoconfigure.MagibuLangChain4jAutoConfiguration;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelResponseContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** {@code magibu.embedding.lazy} and {@code warm-up}. */
@ExtendWith(OutputCaptureExtension.class)
class LazyModelTest {

    @TempDir
    private static Path cache;

    private final ApplicationContextRunner eager = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(MagibuLangChain4jAutoConfiguration.class, MagibuAutoConfiguration.class))
            .withPropertyValues(TinyModel.settings())
            .withUserConfiguration(Service.class);
    private final ApplicationContextRunner lazy = eager.withPropertyValues("magibu.embedding.lazy=true");

    private static boolean loaded(ApplicationContext context, String embedder) {
        return ((ConfigurableApplicationContext) context).getBeanFactory().containsSingleton(embedder);
    }

    @Test
    void eagerModel_isLoadedAtStart() {
        eager.run(context -> assertThat(loaded(context, "magibuEmbedder")).isTrue());
    }

    @Test
    void lazyModel_isLoadedByTheFirstCall_notByItsInjection() {
        lazy.run(context -> {
            Service service = context.getBean(Service.class);
            assertThat(loaded(context, "magibuEmbedder")).isFalse();

            float[] vector = service.model.embed("metin").content().vector();

            assertThat(loaded(context, "magibuEmbedder")).isTrue();
            assertThat(vector).isEqualTo(context.getBean(MagibuEmbedder.class).encode("metin"));
            assertThat(service.estimator.estimateTokenCountInText("metin")).isPositive();
            assertThat(context.getBean(EmbeddingModel.class)).isSameAs(service.model);
        });
    }

    @Test
    void whatIsWrongWithALazyModel_showsAtTheCall() {
        lazy.withPropertyValues("magibu.embedding.model=" + cache.resolve("missing")).run(context -> {
            assertThat(context).hasNotFailed();
            assertThatThrownBy(() -> context.getBean(Service.class).model.embed("metin"))
                    .rootCause()
                    .isInstanceOf(ModelSourceException.class)
                    .hasMessageContaining("missing");
        });
    }

    @Test
    void namedModel_canBeLazyAlone() {
        eager.withPropertyValues("magibu.embedding.models.search.lazy=true").run(context -> {
            assertThat(loaded(context, "magibuEmbedder")).isTrue();
            assertThat(loaded(context, "searchMagibuEmbedder")).isFalse();
            EmbeddingModel search = context.getBean("searchMagibuLangChain4jEmbeddingModel", EmbeddingModel.class);
            assertThat(search.dimension()).isEqualTo(96);
            assertThat(loaded(context, "searchMagibuEmbedder")).isTrue();
            assertThat(context.getBean(EmbeddingModel.class)).isNotSameAs(search);
        });
    }

    @Test
    void copyWithAnotherPrompt_keepsTheListeners_andLoadsNothing() {
        List<EmbeddingModelResponseContext> responses = new ArrayList<>();
        lazy.withBean(EmbeddingModelListener.class, () -> new EmbeddingModelListener() {
            @Override
            public void onResponse(EmbeddingModelResponseContext context) {
                responses.add(context);
            }
        })
                .run(context -> {
                    MagibuEmbeddingModel documents =
                            context.getBean(MagibuEmbeddingModel.class).withDefaultPrompt(Prompt.DOCUMENT);
                    assertThat(loaded(context, "magibuEmbedder")).isFalse();

                    float[] vector = documents.embed("metin").content().vector();

                    assertThat(vector).isEqualTo(context.getBean(MagibuEmbedder.class).encodeDocument("metin"));
                    assertThat(responses).hasSize(1);
                });
    }

    @Test
    void whatUsesALazyModel_isDestroyedBeforeIt() {
        List<Boolean> worked = new ArrayList<>();
        lazy.withBean(LastCall.class, () -> new LastCall(worked), definition -> definition.setDependsOn("magibuLangChain4jEmbeddingModel"))
                .run(context -> {
                    context.getBean(LastCall.class).model = context.getBean(EmbeddingModel.class);
                    context.getBean(EmbeddingModel.class).embed("yükle");
                });
        assertThat(worked).containsExactly(true);
    }

    /** Embeds once more when it is destroyed. */
    static final class LastCall implements DisposableBean {

        private final List<Boolean> worked;
        private EmbeddingModel model;

        LastCall(List<Boolean> worked) {
            this.worked = worked;
        }

        @Override
        public void destroy() {
            worked.add(model.embed("son").content().vector().length == 96);
        }
    }

    @Test
    void lazyModel_keepsItsQualifier() {
        eager.withPropertyValues("magibu.embedding.models.search.lazy=true")
                .withUserConfiguration(Searcher.class)
                .run(context -> {
                    assertThat(loaded(context, "searchMagibuEmbedder")).isFalse();
                    assertThat(context.getBean(Searcher.class).model.embed("metin").content().vector()).hasSize(96);
                });
    }

    @Test
    void lazyInitializationOfTheWholeApplication_isEnoughToo() {
        eager.withInitializer(context -> context.addBeanFactoryPostProcessor(
                new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    assertThat(loaded(context, "magibuEmbedder")).isFalse();
                    assertThat(context.getBean(Service.class).model.embed("metin").content().vector()).hasSize(96);
                });
    }

    @Test
    void warmUp_runsTheModelAtLoading_unlessSwitchedOff(CapturedOutput output) {
        eager.withPropertyValues("magibu.embedding.warm-up=false")
                .run(context -> assertThat(output).doesNotContain("Warmed the model up"));
        eager.run(context -> assertThat(output).containsOnlyOnce("Warmed the model up"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Service {

        private final EmbeddingModel model;
        private final TokenCountEstimator estimator;

        Service(EmbeddingModel model, TokenCountEstimator estimator) {
            this.model = model;
            this.estimator = estimator;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Searcher {

        private final EmbeddingModel model;

        Searcher(@Qualifier("search") EmbeddingModel model) {
            this.model = model;
        }
    }
}
