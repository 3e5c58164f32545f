package ai.magibu.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The size and the build of the examples, as their page describes them. */
class ExamplesTest {

    private static final Path FOLDER = Page.ROOT.resolve("examples");

    static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).sorted().toList();
        }
    }

    @Test
    void pageNamesEveryExampleAndTheLimit() throws IOException {
        String page = Files.readString(FOLDER.resolve("README.md"));
        assertThat(page).contains("under 150 lines");
        assertThat(examples()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(
                example -> assertThat(page).contains("(" + example.getFileName() + ")"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleIsShort(Path example) throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.walk(example.resolve("src/main"))) {
            for (Path file : files.filter(file -> file.toString().matches(".*\\.(java|yml)")).toList()) {
                lines += Files.readAllLines(file).size();
            }
        }
        assertThat(lines).isBetween(1L, 149L);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleIsNeitherInstalledNorDeployed(Path example) throws IOException {
        assertThat(Files.readString(example.resolve("pom.xml")))
                .contains("<maven.install.skip>true</maven.install.skip>", "<maven.deploy.skip>true</maven.deploy.skip>");
    }
}
