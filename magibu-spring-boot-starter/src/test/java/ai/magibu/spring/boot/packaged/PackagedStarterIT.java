package ai.magibu.spring.boot.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.spring.boot.autoconfigure.MagibuAutoConfiguration;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that knows nothing of the auto-configurations and only has the starter's jar. Failsafe puts the packaged jar,
 * and not the folder of classes, on this test's class path.
 */
class PackagedStarterIT {

    @TempDir
    private Path cache;

    @Test
    void autoConfigurations_areDiscoveredInTheJar() {
        assertThat(MagibuAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation())
                .asString()
                .matches(".*/magibu-spring-boot-starter-[^/]*\\.jar");

        SpringApplication application = new SpringApplication(Application.class);
        try (ConfigurableApplicationContext context = application.run(
                "--spring.main.web-application-type=none",
                "--spring.ai.vectorstore.type=none",
                "--magibu.embedding.model=" + TinyModel.folder(), "--magibu.embedding.cache-directory=" + cache)) {
            float[] expected = context.getBean(MagibuEmbedder.class).encode("Bugün hava çok güzel.");
            assertThat(context.getBean(EmbeddingModel.class)
                    .embed("Bugün hava çok güzel.")
                    .content()
                    .vector())
                    .isEqualTo(expected);
            assertThat(context.getBean(TokenCountEstimator.class).estimateTokenCountInText("Bugün"))
                    .isPositive();
        }
    }

    @SpringBootApplication
    static class Application {}
}
