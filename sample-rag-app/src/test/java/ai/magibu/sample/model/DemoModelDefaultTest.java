package ai.magibu.sample.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

class DemoModelDefaultTest {

    @TempDir
    Path data;

    private final MockEnvironment environment = new MockEnvironment();

    @BeforeEach
    void chooseDataFolder() {
        environment.setProperty("sample.data-directory", data.toString());
    }

    @Test
    void withoutAModelTheDemoModelIsLaidOutAndTaken() {
        run();

        Path model = Path.of(environment.getRequiredProperty("magibu.embedding.model"));
        assertThat(model).startsWith(data).isDirectoryContaining("glob:**/config.json").isDirectoryContaining("glob:**/1_Pooling");
        assertThat(model.resolve("1_Pooling/config.json")).isNotEmptyFile();
        assertThat(environment.getProperty("sample.demo-model")).isEqualTo("true");
    }

    @Test
    void secondStartUsesTheFolderOfTheFirst() throws IOException {
        run();
        Path model = Path.of(environment.getRequiredProperty("magibu.embedding.model"));
        FileTime first = Files.getLastModifiedTime(model.resolve("config.json"));

        environment.getPropertySources().remove("demo model");
        run();

        assertThat(environment.getProperty("magibu.embedding.model")).isEqualTo(model.toString());
        assertThat(Files.getLastModifiedTime(model.resolve("config.json"))).isEqualTo(first);
        try (Stream<Path> left = Files.list(data)) {
            assertThat(left).containsExactly(model);
        }
    }

    @Test
    void configuredModelIsLeftAlone() {
        environment.setProperty("magibu.embedding.model", "/models/mine");

        run();

        assertThat(environment.getProperty("magibu.embedding.model")).isEqualTo("/models/mine");
        assertThat(environment.containsProperty("sample.demo-model")).isFalse();
        assertThat(data).isEmptyDirectory();
    }

    private void run() {
        new DemoModelDefault().postProcessEnvironment(environment, new SpringApplication());
    }
}
