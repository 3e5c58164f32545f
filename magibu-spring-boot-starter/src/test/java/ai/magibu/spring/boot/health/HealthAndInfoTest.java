package ai.magibu.spring.boot.health;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeCall;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.spring.boot.autoconfigure.MagibuAutoConfiguration;
import ai.magibu.spring.boot.info.MagibuInfoAutoConfiguration;
import ai.magibu.spring.boot.model.ModelListener;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class HealthAndInfoTest {

    private final ApplicationContextRunner withModel = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    MagibuHealthAutoConfiguration.class, MagibuInfoAutoConfiguration.class, MagibuAutoConfiguration.class))
            .withPropertyValues(TinyModel.settings())
            .withPropertyValues("magibu.embedding.device=cpu");

    private static Health health(ApplicationContext context) {
        return context.getBean("magibuHealthContributor", HealthIndicator.class).health();
    }

    @Test
    void loadedModel_isUp_withDeviceAndPrecision() {
        withModel.run(context -> {
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsExactly(Map.entry("device", "cpu"), Map.entry("precision", "fp32"));
        });
    }

    @Test
    void askingForHealth_runsNoInference() {
        AtomicInteger calls = new AtomicInteger();
        withModel.withBean(ModelListener.class, () -> model -> texts -> {
            calls.incrementAndGet();
            return new LastOutcomes().forModel("x").started(1);
        })
                .run(context -> {
                    health(context);
                    assertThat(calls).hasValue(0);
                });
    }

    @Test
    void closedEmbedder_isDown_withTheReason() {
        withModel.run(context -> {
            context.getBean(MagibuEmbedder.class).close();
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails().get("error")).asString().contains("closed");
        });
    }

    @Test
    void modelWhoseLastRunFailed_isTried_andUpAgainIfThatWorks() {
        withModel.run(context -> {
            LastOutcomes outcomes = context.getBean(LastOutcomes.class);
            EncodeCall call = outcomes.forModel("magibu-tiny-model").started(1);
            call.failed(new InferenceException("out of memory", null));
            assertThat(outcomes.failed("magibu-tiny-model")).isTrue();

            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(outcomes.failed("magibu-tiny-model")).as("after a run that worked").isFalse();
        });
    }

    @Test
    void callThatWasRejectedForItsText_saysNothingOfTheModel() {
        LastOutcomes outcomes = new LastOutcomes();
        outcomes.forModel("model").started(1).failed(new IllegalArgumentException("null"));
        assertThat(outcomes.failed("model")).isFalse();
    }

    @Test
    void lazyModel_isUnknown_andAskingDoesNotLoadIt() {
        withModel.withPropertyValues("magibu.embedding.lazy=true").run(context -> {
            assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(info(context)).isEqualTo(Map.of("models", Map.of("magibu-tiny-model", Map.of("loaded", false))));
            assertThat(context.getBeanFactory().containsSingleton("magibuEmbedder")).isFalse();
        });
    }

    @Test
    void severalModels_haveAComponentEach() {
        withModel.withPropertyValues("magibu.embedding.models.search.precision=int8").run(context -> {
            CompositeHealthContributor health = context.getBean(CompositeHealthContributor.class);
            assertThat(health.getContributor("magibu-tiny-model")).isInstanceOf(HealthIndicator.class);
            assertThat(((HealthIndicator) health.getContributor("search")).health().getDetails())
                    .containsEntry("precision", "int8");
            assertThat(info(context)).extracting("models").asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsOnlyKeys("magibu-tiny-model", "search");
        });
    }

    private static Object info(ApplicationContext context) {
        Info.Builder builder = new Info.Builder();
        context.getBeansOfType(InfoContributor.class).values().forEach(contributor -> contributor.contribute(builder));
        return builder.build().get("magibu");
    }

    @Test
    void info_saysWhatRunsWhere() {
        withModel.run(context -> {
            MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);
            assertThat(info(context))
                    .extracting("models")
                    .extracting("magibu-tiny-model")
                    .isEqualTo(Map.of(
                            "source", embedder.info().source(),
                            "fingerprint", embedder.info().fingerprint(),
                            "dimension", 96,
                            "maxTokens", embedder.maxTokens(),
                            "device", "cpu",
                            "precision", "fp32"));
            assertThat(info(context)).extracting("runtime").extracting("onnxruntime").isEqualTo("1.28.0");
            assertThat(info(context)).extracting("runtime").extracting("djl").isEqualTo("0.38.0");
        });
    }

    @Test
    void eachCanBeSwitchedOff() {
        withModel.withPropertyValues("management.health.magibu.enabled=false", "management.info.magibu.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(HealthContributor.class)
                        .doesNotHaveBean(InfoContributor.class));
    }

    @Test
    void withoutTheActuator_thereIsTheEmbedderAlone() {
        withModel.withClassLoader(new FilteredClassLoader(
                "org.springframework.boot.health", "org.springframework.boot.actuate"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(MagibuEmbedder.class)
                        .doesNotHaveBean("magibuHealthContributor")
                        .doesNotHaveBean("magibuInfoContributor"));
    }

    @Test
    void withoutAnEmbedder_thereIsNeither() {
        withModel.withPropertyValues("magibu.embedding.enabled=false").run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(HealthContributor.class)
                .doesNotHaveBean(InfoContributor.class));
    }
}
