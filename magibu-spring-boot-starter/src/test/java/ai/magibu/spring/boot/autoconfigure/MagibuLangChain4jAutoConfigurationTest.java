package ai.magibu.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.langchain4j.MagibuEmbeddingModel;
import ai.magibu.langchain4j.MagibuTokenCountEstimator;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.DisabledEmbeddingModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelResponseContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class MagibuLangChain4jAutoConfigurationTest {

    private static final String TEXT = "Ankara, Türkiye'nin başkentidir.";

    private final ApplicationContextRunner withoutModel = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(MagibuLangChain4jAutoConfiguration.class, MagibuAutoConfiguration.class));
    private final ApplicationContextRunner withModel = withoutModel.withPropertyValues(TinyModel.settings());

    @Test
    void modelNamed_givesAnEmbeddingModelOnTheEmbedder() {
        withModel.run(context -> {
            MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);
            assertThat(context).hasSingleBean(EmbeddingModel.class).hasBean("magibuLangChain4jEmbeddingModel");
            assertThat(context.getBean(EmbeddingModel.class).embed(TEXT).content().vector())
                    .isEqualTo(embedder.encode(TEXT));
        });
    }

    @Test
    void modelNamed_givesAnEstimatorThatCountsWithTheDocumentPrompt() {
        withModel.run(context -> {
            MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);
            assertThat(context).hasSingleBean(TokenCountEstimator.class).hasBean("magibuTokenCountEstimator");
            assertThat(context.getBean(TokenCountEstimator.class).estimateTokenCountInText(TEXT))
                    .isEqualTo(embedder.countTokens(Passage.of(TEXT), Prompt.DOCUMENT));
        });
    }

    @Test
    void defaultPrompt_isThatOfPlainCalls() {
        withModel.withPropertyValues("magibu.embedding.default-prompt=QUERY").run(context -> assertThat(
                context.getBean(EmbeddingModel.class).embed(TEXT).content().vector())
                .isEqualTo(context.getBean(MagibuEmbedder.class).encodeQuery(TEXT)));
    }

    @Test
    void defaultPromptThatTheModelDoesNotHave_isReportedUnderTheSettingsName() {
        withModel.withPropertyValues("magibu.embedding.default-prompt=Clustering").run(context -> assertThat(context)
                .getFailure()
                .hasStackTraceContaining("magibu.embedding.default-prompt")
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Clustering")
                .hasMessageContaining("document"));
    }

    @Test
    void listenerBeans_areNotified() {
        withModel.withUserConfiguration(Listener.class).run(context -> {
            context.getBean(EmbeddingModel.class).embed(TEXT);
            assertThat(context.getBean(Listener.class).responses).hasSize(1);
        });
    }

    @Test
    void beansOfTheApplicationsOwn_areTheOnlyOnes() {
        withModel.withUserConfiguration(OwnModel.class, OwnEstimator.class).run(context -> assertThat(context)
                .hasSingleBean(MagibuEmbedder.class)
                .hasSingleBean(EmbeddingModel.class)
                .doesNotHaveBean(MagibuEmbeddingModel.class)
                .hasSingleBean(TokenCountEstimator.class)
                .doesNotHaveBean(MagibuTokenCountEstimator.class));
    }

    @Test
    void modelOfTheApplicationsOwn_leavesTheEstimator() {
        withModel.withUserConfiguration(OwnModel.class).run(context -> assertThat(context)
                .doesNotHaveBean(MagibuEmbeddingModel.class)
                .hasSingleBean(MagibuTokenCountEstimator.class));
    }

    @Test
    void embedderOfTheApplicationsOwn_isTheOneThatIsAdapted() {
        try (MagibuEmbedder own = TinyModel.load()) {
            withoutModel.withBean(MagibuEmbedder.class, () -> own).run(context -> assertThat(
                    context.getBean(EmbeddingModel.class).embed(TEXT).content().vector())
                    .isEqualTo(own.encode(TEXT)));
        }
    }

    @Test
    void twoEmbeddersWithoutAPrimaryOne_giveNoAdapters() {
        withoutModel
                .withBean("one", MagibuEmbedder.class, () -> TinyModel.load())
                .withBean("other", MagibuEmbedder.class, () -> TinyModel.load())
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(EmbeddingModel.class)
                        .doesNotHaveBean(TokenCountEstimator.class));
    }

    @Test
    void disabled_givesNoAdapters() {
        withoutModel.withPropertyValues("magibu.embedding.enabled=false").run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(EmbeddingModel.class)
                .doesNotHaveBean(TokenCountEstimator.class));
    }

    @Test
    void withoutLangChain4jOrTheAdapter_thereIsTheEmbedderAlone() {
        for (String absent : List.of("dev.langchain4j", "ai.magibu.langchain4j")) {
            withModel.withClassLoader(new FilteredClassLoader(absent)).run(context -> assertThat(context)
                    .as("without %s", absent)
                    .hasNotFailed()
                    .hasSingleBean(MagibuEmbedder.class)
                    .doesNotHaveBean("magibuLangChain4jEmbeddingModel")
                    .doesNotHaveBean("magibuTokenCountEstimator"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnModel {

        @Bean
        EmbeddingModel ownModel() {
            return new DisabledEmbeddingModel();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnEstimator {

        @Bean
        TokenCountEstimator ownEstimator() {
            return new TokenCountEstimator() {
                @Override
                public int estimateTokenCountInText(String text) {
                    return text.length();
                }

                @Override
                public int estimateTokenCountInMessage(ChatMessage message) {
                    return 0;
                }

                @Override
                public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
                    return 0;
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Listener {

        private final List<EmbeddingModelResponseContext> responses = new ArrayList<>();

        @Bean
        EmbeddingModelListener recorder() {
            return new EmbeddingModelListener() {
                @Override
                public void onResponse(EmbeddingModelResponseContext context) {
                    responses.add(context);
                }
            };
        }
    }
}
