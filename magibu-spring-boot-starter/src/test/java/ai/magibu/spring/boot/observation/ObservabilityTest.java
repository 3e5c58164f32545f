package ai.magibu.spring.boot.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.OverloadedException;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.spring.boot.SpringBootGuide;
import ai.magibu.spring.boot.autoconfigure.MagibuAutoConfiguration;
import ai.magibu.spring.boot.model.ModelListener;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Calls in metrics and traces. */
class ObservabilityTest {

    private static final String SECRET = "gizli metin";

    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MagibuMetricsAutoConfiguration.class,
                    MagibuObservationAutoConfiguration.class,
                    MagibuAutoConfiguration.class))
            .withPropertyValues(TinyModel.settings());
    private final ApplicationContextRunner observed =
            plain.withBean(MeterRegistry.class, SimpleMeterRegistry::new).withBean(TestObservationRegistry.class,
                    TestObservationRegistry::create);

    @Test
    void meters_countWhatWentThroughTheModel_byModel() {
        observed.run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);
            String lengthy = "uzun ".repeat(embedder.maxTokens());

            embedder.embed(List.of(Passage.of(SECRET), Passage.of(lengthy)), EncodeOptions.of(Prompt.NONE));

            int tokens = embedder.countTokens(SECRET) + embedder.maxTokens();
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
                    .allSatisfy(id -> assertThat(id.getTags()).contains(Tag.of("model", "magibu-tiny-model")));
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
            assertThat(meters.get("magibu.embedding.failures")
                    .tags("model", "magibu-tiny-model", "error", "TextTooLongException")
                    .counter()
                    .count())
                    .isEqualTo(1);
            assertThat(meters.get("magibu.embedding.texts").counter().count()).isZero();
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
    void loadedModel_hasGauges() {
        observed.run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);

            assertThat(meters.get("magibu.embedding.running").gauge().value()).isZero();
            assertThat(meters.get("magibu.embedding.queued").gauge().value()).isZero();
            assertThat(meters.get("magibu.embedding.load.time").timeGauge().value(TimeUnit.MILLISECONDS))
                    .isPositive()
                    .isEqualTo(embedder.loadTime().toMillis());
            assertThat(meters.get("magibu.embedding.info")
                    .tags("model", "magibu-tiny-model", "device", "cpu", "precision", "fp32")
                    .gauge()
                    .value())
                    .isEqualTo(1);
        });
    }

    @Test
    void callUnderWay_isInAGauge() {
        observed.run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);
            List<Passage> texts = Collections.nCopies(2_000, Passage.of("uzun ".repeat(embedder.maxTokens())));

            CompletableFuture<?> call = embedder.embedAsync(texts, EncodeOptions.of(Prompt.NONE));

            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (meters.get("magibu.embedding.running").gauge().value() < 1 && System.nanoTime() < deadline) {
                Thread.sleep(2);
            }
            assertThat(call).isNotDone();
            assertThat(meters.get("magibu.embedding.running").gauge().value()).isEqualTo(1);
            call.cancel(true);
        });
    }

    @Test
    void rejectedCall_isCountedAsSuch() {
        MeterRegistry meters = new SimpleMeterRegistry();

        new MeterListener(meters, "model").started(1).failed(new OverloadedException(2, 1));

        assertThat(meters.get("magibu.embedding.rejected").tag("model", "model").counter().count()).isEqualTo(1);
        assertThat(meters.get("magibu.embedding.failures").tag("error", "OverloadedException").counter().count())
                .isEqualTo(1);
    }

    @Test
    void namesForPrometheus_haveNoUnitThatIsNone() {
        MeterRegistry meters = new SimpleMeterRegistry();
        new MeterListener(meters, "model").started(1).failed(new OverloadedException(2, 1));

        assertThat(meters.getMeters())
                .extracting(meter -> meter.getId().getConventionName(NamingConvention.snakeCase) + "/" + meter.getId().getBaseUnit())
                .contains("magibu_embedding_failures/null", "magibu_embedding_rejected/null")
                .noneMatch(name -> name.endsWith("/calls"));
    }

    /** Calls have one timer. The actuator's observation handler makes it, or this starter in an application without that handler. */
    @Test
    void callsHaveOneTimer_withTheError() {
        plain.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);
            embedder.encode("metin");
            failOn(embedder);

            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("magibu.embedding").tags("model", "magibu-tiny-model", "error", "none").timer().count()).isEqualTo(1);
            assertThat(meters.get("magibu.embedding").tags("error", "TextTooLongException").timer().count()).isEqualTo(1);
            assertThat(meters.find("magibu.embedding.calls").meter()).isNull();
        });
    }

    @Test
    void observation_isAroundEachCall_withoutTheText() {
        observed.run(context -> {
            context.getBean(MagibuEmbedder.class).encode(SECRET);

            TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
                    .hasNumberOfObservationsWithNameEqualTo("magibu.embedding", 1)
                    .hasObservationWithNameEqualTo("magibu.embedding")
                    .that()
                    .hasContextualNameEqualTo("embed magibu-tiny-model")
                    .hasLowCardinalityKeyValue("model", "magibu-tiny-model")
                    .hasHighCardinalityKeyValue("magibu.texts", "1")
                    .hasHighCardinalityKeyValueWithKey("magibu.tokens")
                    .satisfies(observation -> assertThat(observation.getAllKeyValues().toString()).doesNotContain("gizli"))
                    .hasBeenStopped();
        });
    }

    @Test
    void asynchronousCall_isObserved_belowWhatItsCallerDoes_andLeavesNothingOnTheThread() {
        observed.run(context -> {
            TestObservationRegistry registry = context.getBean(TestObservationRegistry.class);
            Observation request = Observation.start("request", registry);
            try (Observation.Scope scope = request.openScope()) {
                CompletableFuture<?> call = context.getBean(MagibuEmbedder.class)
                        .embedAsync(List.of(Passage.of(SECRET)), EncodeOptions.of(Prompt.NONE));
                assertThat(registry.getCurrentObservation()).isSameAs(request).isSameAs(scope.getCurrentObservation());
                call.get(30, TimeUnit.SECONDS);
            }
            assertThat(registry.getCurrentObservation()).isNull();
            TestObservationRegistryAssert.assertThat(registry)
                    .hasObservationWithNameEqualTo("magibu.embedding")
                    .that()
                    .hasParentObservationEqualTo(request)
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
            assertThat(meters.get("magibu.embedding.texts").tag("model", "magibu-tiny-model").counter().count()).isZero();
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
        plain.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            failOn(context.getBean(MagibuEmbedder.class));
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
