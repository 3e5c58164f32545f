package ai.magibu.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.TextTooLongException;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What metrics and traces see of calls. */
class ObservabilityTest {

    private static final String SECRET = "gizli metin";

    @TempDir
    private static Path cache;

    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MagibuMetricsAutoConfiguration.class,
                    MagibuObservationAutoConfiguration.class,
                    MagibuAutoConfiguration.class))
            .withPropertyValues(TinyModel.settings(cache));
    private final ApplicationContextRunner observed =
            plain.withBean(MeterRegistry.class, SimpleMeterRegistry::new).withBean(TestObservationRegistry.class, TestObservationRegistry::create);

    @Test
    void meters_countWhatWentThroughTheModel_withTheModelAsTheOnlyTag() {
        observed.run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);
            String lengthy = "uzun ".repeat(embedder.maxTokens());

            embedder.embed(List.of(Passage.of(SECRET), Passage.of(lengthy)), EncodeOptions.of(Prompt.NONE));

            int tokens = embedder.countTokens(SECRET) + embedder.maxTokens();
            assertThat(meters.get("magibu.embedding.calls").tag("model", "model").timer().count()).isEqualTo(1);
            assertThat(meters.get("magibu.embedding.waiting").timer().count()).isEqualTo(1);
            assertThat(meters.get("magibu.embedding.texts").counter().count()).isEqualTo(2);
            assertThat(meters.get("magibu.embedding.tokens").counter().count()).isEqualTo(tokens);
            assertThat(meters.get("magibu.embedding.truncated.texts").counter().count()).isEqualTo(1);
            assertThat(meters.get("magibu.embedding.dropped.tokens").counter().count())
                    .isEqualTo(embedder.countTokens(lengthy) - embedder.maxTokens());
            assertThat(meters.get("magibu.embedding.runs").timer().count()).isPositive();
            assertThat(meters.get("magibu.embedding.batch.size").summary().totalAmount()).isEqualTo(2);
            assertThat(meters.get("magibu.embedding.padding.tokens").counter().count()).isNotNegative();
            assertThat(meters.getMeters())
                    .extracting(Meter::getId)
                    .filteredOn(id -> id.getName().startsWith("magibu."))
                    .allSatisfy(id -> assertThat(id.getTags()).containsExactly(Tag.of("model", "model")));
        });
    }

    @Test
    void warmUp_isNotSeen() {
        observed.run(context -> assertThat(context.getBean(MeterRegistry.class).get("magibu.embedding.texts").counter().count())
                .isZero());
    }

    @Test
    void callThatFails_isCountedAsAFailure() {
        observed.run(context -> {
            MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);
            failOn(embedder);

            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("magibu.embedding.failures").counter().count()).isEqualTo(1);
            assertThat(meters.get("magibu.embedding.calls").timer().count()).isZero();
            TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
                    .hasObservationWithNameEqualTo("magibu.embedding")
                    .that()
                    .hasError();
        });
    }

    private static void failOn(MagibuEmbedder embedder) {
        assertThatExceptionOfType(TextTooLongException.class).isThrownBy(() -> embedder.embed(
                Passage.of("uzun ".repeat(embedder.maxTokens())),
                EncodeOptions.of(Prompt.NONE).withOnTooLong(OnTooLong.FAIL)));
    }

    @Test
    void observation_isAroundEachCall_withoutTheText() {
        observed.run(context -> {
            context.getBean(MagibuEmbedder.class).encode(SECRET);

            TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
                    .hasNumberOfObservationsWithNameEqualTo("magibu.embedding", 1)
                    .hasObservationWithNameEqualTo("magibu.embedding")
                    .that()
                    .hasContextualNameEqualTo("embed model")
                    .hasLowCardinalityKeyValue("model", "model")
                    .hasHighCardinalityKeyValue("magibu.texts", "1")
                    .hasHighCardinalityKeyValueWithKey("magibu.tokens")
                    .satisfies(observation -> assertThat(observation.getAllKeyValues().toString()).doesNotContain("gizli"))
                    .hasBeenStopped();
        });
    }

    @Test
    void conventionOfTheApplicationsOwn_replacesTheDefault() {
        observed.withUserConfiguration(OwnConvention.class).run(context -> {
            context.getBean(MagibuEmbedder.class).encode(SECRET);

            TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
                    .hasObservationWithNameEqualTo("own.name");
        });
    }

    @Test
    void severalModels_areToldApartByTheirNames() {
        observed.withPropertyValues("magibu.embedding.models.search.precision=int8").run(context -> {
            context.getBean("searchMagibuEmbedder", MagibuEmbedder.class).encode(SECRET);

            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("magibu.embedding.texts").tag("model", "search").counter().count()).isEqualTo(1);
            assertThat(meters.get("magibu.embedding.texts").tag("model", "model").counter().count()).isZero();
        });
    }

    @Test
    void withoutRegistriesOrMicrometer_thereIsTheEmbedderAlone() {
        plain.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ModelListener.class));
        plain.withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(MagibuEmbedder.class));
        plain.withBean(ObservationRegistry.class, ObservationRegistry::create)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ModelListener.class));
    }

    @Test
    void metersInTheDocumentation_areThoseThereAre() throws Exception {
        observed.run(context -> {
            Set<String> meters = new TreeSet<>();
            for (Meter meter : context.getBean(MeterRegistry.class).getMeters()) {
                if (meter.getId().getName().startsWith("magibu.")) {
                    meters.add(meter.getId().getName());
                }
            }
            assertThat(SpringBootGuide.firstColumnBelow("## Metrics")).containsExactlyInAnyOrderElementsOf(meters);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnConvention {

        @Bean
        MagibuObservationConvention convention() {
            return new DefaultMagibuObservationConvention() {
                @Override
                public String getName() {
                    return "own.name";
                }
            };
        }
    }
}
