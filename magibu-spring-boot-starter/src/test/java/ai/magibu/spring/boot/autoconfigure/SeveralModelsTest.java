package ai.magibu.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.magibu.embedding.EmbedderSettings;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.spring.boot.EmbedderConfigurationException;
import ai.magibu.spring.boot.MagibuEmbedderCustomizer;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.DisabledEmbeddingModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** {@code magibu.embedding.models}. */
@Tag("locale")
class SeveralModelsTest {

    @TempDir
    private static Path cache;

    private final ApplicationContextRunner noModel = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(MagibuLangChain4jAutoConfiguration.class, MagibuAutoConfiguration.class))
            .withPropertyValues("magibu.embedding.cache-directory=" + cache);

    private final ApplicationContextRunner named = noModel.withPropertyValues(
            "magibu.embedding.models.search.model=" + TinyModel.folder(),
            "magibu.embedding.models.long-texts.model=classpath:many-heads-model/");

    private final ApplicationContextRunner both = named.withPropertyValues(TinyModel.settings());

    @Test
    void namedModels_haveAnEmbedderAndAdaptersEach_namedAfterThem() {
        named.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean("magibuEmbedder")
                .hasBean("searchMagibuEmbedder")
                .hasBean("longTextsMagibuEmbedder")
                .doesNotHaveBean("magibuLangChain4jEmbeddingModel")
                .hasBean("searchMagibuLangChain4jEmbeddingModel")
                .hasBean("longTextsMagibuLangChain4jEmbeddingModel")
                .hasBean("searchMagibuTokenCountEstimator")
                .hasBean("longTextsMagibuTokenCountEstimator"));
    }

    @Test
    void name_isTheQualifierOfTheModelsBeans() {
        named.withUserConfiguration(Qualified.class).run(context -> {
            Qualified beans = context.getBean(Qualified.class);
            assertThat(beans.longTexts.dimension()).isEqualTo(64);
            assertThat(beans.longTextsModel.embed("metin").content().vector()).isEqualTo(beans.longTexts.encode("metin"));
            assertThat(beans.searchModel.dimension()).isEqualTo(96);
            assertThat(beans.searchModel.modelName()).isEqualTo("magibu-tiny-model");
            assertThat(beans.estimator.estimateTokenCountInText("metin")).isPositive();
        });
    }

    @Test
    void severalNamedModels_haveNoPrimaryOne() {
        named.run(context -> {
            for (Class<?> type : List.of(MagibuEmbedder.class, EmbeddingModel.class, TokenCountEstimator.class)) {
                assertThat(context.getBeanProvider(type).getIfUnique()).isNull();
            }
        });
    }

    @Test
    void topLevelModel_isThePrimaryOneAmongNamedOnes() {
        both.run(context -> {
            MagibuEmbedder primary = context.getBean(MagibuEmbedder.class);
            assertThat(primary).isSameAs(context.getBean("magibuEmbedder"));
            assertThat(context.getBean(EmbeddingModel.class)).isSameAs(context.getBean("magibuLangChain4jEmbeddingModel"));
            assertThat(context.getBean(TokenCountEstimator.class)).isSameAs(context.getBean("magibuTokenCountEstimator"));
            assertThat(context.getBeansOfType(MagibuEmbedder.class)).hasSize(3);
        });
    }

    @Test
    void singleNamedModel_needsNoQualifier() {
        noModel.withPropertyValues("magibu.embedding.models.search.model=" + TinyModel.folder()).run(context -> {
            assertThat(context).hasSingleBean(MagibuEmbedder.class).hasSingleBean(EmbeddingModel.class);
            assertThat(context.getBean(EmbeddingModel.class).dimension()).isEqualTo(96);
        });
    }

    @Test
    void settingLeftOut_isTheTopLevelOne_theModelToo() {
        both.withPropertyValues(
                "magibu.embedding.dimensions=32",
                "magibu.embedding.max-tokens=20",
                "magibu.embedding.models.long-texts.max-tokens=24",
                "magibu.embedding.models.fast.precision=int8")
                .run(context -> {
                    MagibuEmbedder longTexts = context.getBean("longTextsMagibuEmbedder", MagibuEmbedder.class);
                    assertThat(longTexts.dimension()).isEqualTo(32);
                    assertThat(longTexts.maxTokens()).isEqualTo(24);
                    assertThat(longTexts.precision()).isEqualTo(Precision.FP32);
                    MagibuEmbedder fast = context.getBean("fastMagibuEmbedder", MagibuEmbedder.class);
                    assertThat(fast.precision()).isEqualTo(Precision.INT8);
                    assertThat(fast.maxTokens()).isEqualTo(20);
                    assertThat(fast.info().fingerprint())
                            .isEqualTo(context.getBean(MagibuEmbedder.class).info().fingerprint());
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"magibu.embedding.models.search.dimensions=0", "magibu.embedding.dimensions=0"})
    void settingThatIsRejected_isReportedUnderTheNameItWasWrittenBy(String setting) {
        noModel.withPropertyValues("magibu.embedding.models.search.model=" + TinyModel.folder(), setting)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("Property " + setting.replace("=0", " with value '0' is invalid")));
    }

    @Test
    void namedModelWithoutAModel_failsTheStart_namingItsSetting() {
        noModel.withPropertyValues("magibu.embedding.models.search.precision=int8").run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(EmbedderConfigurationException.class)
                .hasMessageContaining("magibu.embedding.models.search.model is not set"));
    }

    @Test
    void invalidNameInAnEnvironmentVariable_isReportedAsWritten() {
        noModel.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("MAGIBU_EMBEDDING_MODELS_BÜYÜK_MODEL", TinyModel.folder().toString()))))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(EmbedderConfigurationException.class)
                        .hasMessageContaining("BÜYÜK"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"longTexts", "long_texts", "[a b]", "1a", "[a--b]", "Büyük", "büyük", "[büyük]"})
    void invalidName_failsTheStart_andIsReportedAsWritten(String name) {
        noModel.withPropertyValues("magibu.embedding.models." + name + ".model=" + TinyModel.folder())
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(EmbedderConfigurationException.class)
                        .hasMessageContaining("\"" + name.replaceAll("[\\[\\]]", "") + "\"")
                        .hasMessageContaining("is not a valid name for a model"));
    }

    @Test
    void customizers_knowWhichModelTheyAreCalledFor() {
        named.withUserConfiguration(Recorder.class).run(context -> assertThat(context.getBean(Recorder.class).models)
                .containsExactlyInAnyOrder("search", "long-texts"));
    }

    @Test
    void withoutLangChain4j_thereAreTheEmbeddersAlone() {
        both.withClassLoader(new FilteredClassLoader("dev.langchain4j")).run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean("searchMagibuLangChain4jEmbeddingModel");
            assertThat(context.getBeansOfType(MagibuEmbedder.class)).hasSize(3);
        });
    }

    @Test
    void disabled_givesNone() {
        both.withPropertyValues("magibu.embedding.enabled=false").run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(MagibuEmbedder.class)
                .doesNotHaveBean(EmbeddingModel.class));
    }

    @Test
    void closedContext_closesAll() {
        List<MagibuEmbedder> embedders = new ArrayList<>();
        both.run(context -> embedders.addAll(context.getBeansOfType(MagibuEmbedder.class).values()));

        assertThat(embedders).hasSize(3).allSatisfy(embedder -> assertThatIllegalStateException()
                .isThrownBy(() -> embedder.encode("a"))
                .withMessageContaining("closed"));
    }

    @Test
    void modelOfAnother_leavesNothingPrimary_soThatTheApplicationChooses() {
        both.withConfiguration(AutoConfigurations.of(OtherProvider.class)).run(context -> {
            assertThat(context).hasBean("magibuLangChain4jEmbeddingModel").hasBean("otherEmbeddingModel");
            Map<String, EmbeddingModel> models = context.getBeansOfType(EmbeddingModel.class);
            assertThat(models).hasSize(4);
            assertThatExceptionOfType(NoUniqueBeanDefinitionException.class)
                    .isThrownBy(() -> context.getBean(EmbeddingModel.class));
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Qualified {

        private final MagibuEmbedder longTexts;
        private final EmbeddingModel longTextsModel;
        private final EmbeddingModel searchModel;
        private final TokenCountEstimator estimator;

        Qualified(
                @Qualifier("long-texts") MagibuEmbedder longTexts,
                @Qualifier("long-texts") EmbeddingModel longTextsModel,
                @Qualifier("search") EmbeddingModel searchModel,
                @Qualifier("search") TokenCountEstimator estimator) {
            this.longTexts = longTexts;
            this.longTextsModel = longTextsModel;
            this.searchModel = searchModel;
            this.estimator = estimator;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Recorder {

        private final Collection<String> models = new ArrayList<>();

        @Bean
        MagibuEmbedderCustomizer recording() {
            return new MagibuEmbedderCustomizer() {
                @Override
                public void customize(EmbedderSettings.Builder builder) {
                    throw new AssertionError("the other method is called");
                }

                @Override
                public void customize(String model, EmbedderSettings.Builder builder) {
                    models.add(model);
                }
            };
        }
    }

    /** As LangChain4j's own starters do it: an auto-configuration, after ours. */
    @AutoConfiguration(after = MagibuLangChain4jAutoConfiguration.class)
    static class OtherProvider {

        @Bean
        EmbeddingModel otherEmbeddingModel() {
            return new DisabledEmbeddingModel();
        }
    }
}
