package ai.magibu.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.springai.MagibuBatchingStrategy;
import ai.magibu.springai.MagibuEmbeddingModel;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.TokenCountBatchingStrategy;
import org.springframework.ai.vectorstore.pgvector.PgVectorStore;
import org.springframework.ai.vectorstore.pgvector.autoconfigure.PgVectorStoreAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.util.ReflectionTestUtils;

class MagibuSpringAiAutoConfigurationTest {

    private static final String TEXT = "Ankara, Türkiye'nin başkentidir.";

    private final ApplicationContextRunner withModel = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    PgVectorStoreAutoConfiguration.class,
                    MagibuSpringAiAutoConfiguration.class,
                    MagibuLangChain4jAutoConfiguration.class,
                    MagibuAutoConfiguration.class))
            .withPropertyValues(TinyModel.settings())
            .withPropertyValues("spring.ai.vectorstore.type=none");

    @Test
    void modelNamed_givesAnEmbeddingModel_thatSearchesWithTheQueryPrompt() {
        withModel.run(context -> {
            MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);
            assertThat(context).hasSingleBean(EmbeddingModel.class).hasBean("magibuSpringAiEmbeddingModel");
            EmbeddingModel model = context.getBean(EmbeddingModel.class);
            assertThat(model.embed(TEXT)).isEqualTo(embedder.encodeQuery(TEXT));
            assertThat(model.embed(new Document(TEXT))).isEqualTo(embedder.encodeDocument(TEXT));
        });
    }

    @Test
    void bothFrameworks_haveABeanEach() {
        withModel.run(context -> assertThat(context)
                .hasSingleBean(dev.langchain4j.model.embedding.EmbeddingModel.class)
                .hasSingleBean(EmbeddingModel.class));
    }

    @Test
    void eitherFrameworkMayBeAbsent() {
        for (String absent : List.of("org.springframework.ai", "ai.magibu.springai")) {
            withModel.withClassLoader(new FilteredClassLoader(absent)).run(context -> assertThat(context)
                    .as("without %s", absent)
                    .hasNotFailed()
                    .doesNotHaveBean("magibuSpringAiEmbeddingModel")
                    .hasBean("magibuLangChain4jEmbeddingModel"));
        }
        withModel.withClassLoader(new FilteredClassLoader("dev.langchain4j")).run(context -> assertThat(context)
                .hasNotFailed()
                .hasBean("magibuSpringAiEmbeddingModel")
                .doesNotHaveBean("magibuLangChain4jEmbeddingModel"));
        withModel.withClassLoader(new FilteredClassLoader("dev.langchain4j", "org.springframework.ai"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(MagibuEmbedder.class));
    }

    @Test
    void settingThatChoosesTheProvider_isHonored() {
        withModel.withPropertyValues("spring.ai.model.embedding=magibu").run(context -> assertThat(context)
                .hasBean("magibuSpringAiEmbeddingModel")
                .hasBean("magibuBatchingStrategy"));
        withModel.withPropertyValues(
                "spring.ai.model.embedding=openai", "magibu.embedding.models.search.precision=int8")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(EmbeddingModel.class)
                        .doesNotHaveBean(BatchingStrategy.class)
                        .hasBean("magibuLangChain4jEmbeddingModel"));
    }

    @Test
    void modelOfTheApplicationsOwn_isTheOnlyOne() {
        withModel.withUserConfiguration(OwnModel.class).run(context -> assertThat(context)
                .hasSingleBean(EmbeddingModel.class)
                .doesNotHaveBean(MagibuEmbeddingModel.class)
                .doesNotHaveBean(MagibuBatchingStrategy.class));
    }

    @Test
    void batchingStrategyOfTheApplicationsOwn_leavesTheModel() {
        withModel.withBean(BatchingStrategy.class, TokenCountBatchingStrategy::new).run(context -> assertThat(context)
                .hasSingleBean(MagibuEmbeddingModel.class)
                .doesNotHaveBean(MagibuBatchingStrategy.class));
    }

    @Test
    void prompts_canBeSet() {
        withModel.withPropertyValues("magibu.embedding.default-prompt=none", "magibu.embedding.document-prompt=query")
                .run(context -> {
                    MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);
                    EmbeddingModel model = context.getBean(EmbeddingModel.class);
                    assertThat(model.embed(TEXT)).isEqualTo(embedder.encode(TEXT));
                    assertThat(model.embed(new Document(TEXT))).isEqualTo(embedder.encodeQuery(TEXT));
                });
    }

    @Test
    void promptThatTheModelDoesNotHave_isReportedUnderTheSettingsName() {
        withModel.withPropertyValues("magibu.embedding.document-prompt=Clustering").run(context -> assertThat(context)
                .getFailure()
                .hasStackTraceContaining("magibu.embedding.document-prompt"));
    }

    @Test
    void namedModels_haveAdaptersEach_theTopLevelOnePrimary() {
        withModel.withPropertyValues("magibu.embedding.models.other.model=classpath:many-heads-model/").run(context -> {
            assertThat(context.getBean(EmbeddingModel.class).embed(TEXT)).hasSize(96);
            assertThat(context.getBean("otherMagibuSpringAiEmbeddingModel", EmbeddingModel.class).dimensions()).isEqualTo(64);
            assertThat(context.getBean(BatchingStrategy.class)).isSameAs(context.getBean("magibuBatchingStrategy"));
            assertThat(context).hasBean("otherMagibuBatchingStrategy");
        });
    }

    @Test
    void lazyModel_isLoadedByTheFirstCall() {
        withModel.withPropertyValues("magibu.embedding.lazy=true").run(context -> {
            EmbeddingModel model = context.getBean(EmbeddingModel.class);
            context.getBean(BatchingStrategy.class);
            assertThat(context.getBeanFactory().containsSingleton("magibuEmbedder")).isFalse();
            assertThat(model.embed(TEXT)).isEqualTo(context.getBean(MagibuEmbedder.class).encodeQuery(TEXT));
        });
    }

    @Test
    void pgVectorStore_takesTheModelAndItsBatchingStrategy() {
        withModel.withPropertyValues("spring.ai.vectorstore.type=pgvector")
                .withBean(DataSource.class, () -> new DriverManagerDataSource("jdbc:none:"))
                .withUserConfiguration(Jdbc.class)
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(PgVectorStore.class);
                    assertThat(context.getBean(BatchingStrategy.class)).isInstanceOf(MagibuBatchingStrategy.class);
                    assertThat(ReflectionTestUtils.getField(context.getBean(PgVectorStore.class), "batchingStrategy"))
                            .isSameAs(context.getBean("magibuBatchingStrategy"));
                });
    }

    @Test
    void batchingStrategy_neverRejectsALongText() {
        String lengthy = IntStream.range(0, 20_000).mapToObj(i -> "uzun").collect(Collectors.joining(" "));
        withModel.run(context -> assertThat(context.getBean(BatchingStrategy.class)
                .batch(List.of(new Document(lengthy, Map.of()), new Document(TEXT))))
                .flatMap(batch -> batch)
                .hasSize(2));
    }

    @Configuration(proxyBeanMethods = false)
    static class Jdbc {

        @Bean
        JdbcTemplate jdbcTemplate(DataSource dataSource) {
            return new JdbcTemplate(dataSource);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnModel {

        @Bean
        EmbeddingModel ownModel() {
            return new EmbeddingModel() {
                @Override
                public EmbeddingResponse call(EmbeddingRequest request) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public float[] embed(Document document) {
                    return new float[1];
                }
            };
        }
    }
}
