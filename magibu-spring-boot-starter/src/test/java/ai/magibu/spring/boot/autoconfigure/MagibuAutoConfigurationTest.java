package ai.magibu.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.spring.boot.EmbedderConfigurationException;
import ai.magibu.spring.boot.MagibuEmbedderCustomizer;
import ai.magibu.spring.boot.MagibuProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

@Tag("locale")
class MagibuAutoConfigurationTest {

    @TempDir
    private static Path cache;

    private final ApplicationContextRunner withoutModel =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MagibuAutoConfiguration.class));
    private final ApplicationContextRunner withModel = withoutModel.withPropertyValues(TinyModel.settings());

    @Test
    void modelNamed_givesAnEmbedder() {
        withModel.run(context -> {
            assertThat(context).hasSingleBean(MagibuEmbedder.class).hasBean("magibuEmbedder");
            assertThat(context.getBean(MagibuEmbedder.class).encode("Bugün hava çok güzel.")).hasSize(96);
        });
    }

    @Test
    void closedContext_closesTheEmbedder() {
        AtomicReference<MagibuEmbedder> embedder = new AtomicReference<>();
        withModel.run(context -> embedder.set(context.getBean(MagibuEmbedder.class)));

        assertThatIllegalStateException().isThrownBy(() -> embedder.get().encode("a"));
    }

    @Test
    void embedderOfTheApplicationsOwn_isTheOnlyOne_evenWithoutASetting() {
        withoutModel.withBean("ownEmbedder", MagibuEmbedder.class, () -> TinyModel.load()).run(context -> assertThat(context)
                .hasSingleBean(MagibuEmbedder.class)
                .hasBean("ownEmbedder"));
    }

    @Test
    void disabled_givesNoEmbedder_andNeedsNoModel() {
        withoutModel.withPropertyValues("magibu.embedding.enabled=false").run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(MagibuEmbedder.class)
                .doesNotHaveBean(MagibuProperties.class));
    }

    @ParameterizedTest
    @CsvSource({"other.setting=1", "magibu.embedding.model=", "magibu.embedding.model=   "})
    void noModelNamed_failsTheStart(String setting) {
        withoutModel.withPropertyValues(setting).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(EmbedderConfigurationException.class)
                .hasMessageContaining("magibu.embedding.model is not set"));
    }

    @Test
    void settings_reachTheEmbedder() {
        withModel.withPropertyValues(
                "magibu.embedding.device=CPU",
                "magibu.embedding.precision=int8",
                "magibu.embedding.threads=1",
                "magibu.embedding.max-tokens=16",
                "magibu.embedding.max-batch-tokens=64",
                "magibu.embedding.on-too-long=fail",
                "magibu.embedding.dimensions=32",
                "magibu.embedding.memory-arena=false",
                "magibu.embedding.close-timeout=5s")
                .run(context -> {
                    MagibuEmbedder embedder = context.getBean(MagibuEmbedder.class);
                    assertThat(embedder.device()).isEqualTo(Device.CPU);
                    assertThat(embedder.precision()).isEqualTo(Precision.INT8);
                    assertThat(embedder.maxTokens()).isEqualTo(16);
                    assertThat(embedder.dimension()).isEqualTo(32);
                    assertThat(embedder.encode(List.of("bir", "iki"))).hasSize(2).allSatisfy(vector -> assertThat(vector).hasSize(32));
                    assertThatExceptionOfType(TextTooLongException.class)
                            .isThrownBy(() -> embedder.encode("uzun ".repeat(20)));
                });
    }

    @Test
    void cacheDirectory_holdsTheCompiledGraph(@TempDir Path folder) {
        withoutModel
                .withPropertyValues("magibu.embedding.model=" + TinyModel.SOURCE)
                .withPropertyValues("magibu.embedding.cache-directory=" + folder.resolve("models"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(filesUnder(folder.resolve("models"))).anyMatch(file -> file.endsWith(".onnx"));
                });
    }

    @ParameterizedTest
    @CsvSource({
            "device, gpu, 'device must be auto, cpu, cuda or cuda:N, not \"gpu\"'",
            "threads, 0, 0",
            "max-tokens, -1, -1",
            "max-batch-tokens, 0, 0",
            "dimensions, 0, 0",
            "close-timeout, -1s, -1",
            "default-prompt, Clustering, Clustering",
            "document-prompt, foo, foo"
    })
    void settingOutOfRange_isReportedUnderItsName(String name, String value, String reason) {
        withModel.withPropertyValues("magibu.embedding." + name + "=" + value).run(context -> assertThat(context)
                .getFailure()
                .hasStackTraceContaining(InvalidConfigurationPropertyValueException.class.getSimpleName())
                .hasStackTraceContaining("magibu.embedding." + name)
                .rootCause()
                .hasMessageContaining(reason));
    }

    @Test
    void customizers_changeTheBuilderInTheirOrder_afterTheSettings() {
        withModel.withUserConfiguration(Customizers.class)
                .withPropertyValues("magibu.embedding.max-tokens=16")
                .run(context -> {
                    assertThat(context.getBean(Customizers.class).called).containsExactly("first", "second");
                    assertThat(context.getBean(MagibuEmbedder.class).maxTokens()).isEqualTo(24);
                });
    }

    private static List<String> filesUnder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString).toList();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        private final List<String> called = new ArrayList<>();

        @Bean
        @Order(2)
        MagibuEmbedderCustomizer second() {
            return builder -> called.add("second");
        }

        @Bean
        @Order(1)
        MagibuEmbedderCustomizer first() {
            return builder -> {
                called.add("first");
                builder.maxTokens(24);
            };
        }
    }
}
