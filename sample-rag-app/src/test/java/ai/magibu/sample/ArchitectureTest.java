package ai.magibu.sample;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sample stays short enough to read, and its pipeline stays LangChain4j's. */
class ArchitectureTest {

    @Test
    void canBeReadOverLunch() throws IOException {
        Map<Path, Integer> java = lines(Path.of("src/main/java"), ".java");
        assertThat(java.values().stream().mapToInt(Integer::intValue).sum()).isLessThanOrEqualTo(1_300);
        assertThat(java).allSatisfy((file, lines) -> assertThat(lines).as(file.toString()).isLessThanOrEqualTo(200));
        assertThat(java.get(Path.of("src/main/java/ai/magibu/sample/RagConfiguration.java"))).isLessThanOrEqualTo(140);
        assertThat(java.get(Path.of("src/main/java/ai/magibu/sample/SecurityConfiguration.java"))).isLessThanOrEqualTo(60);
        assertThat(lines(Path.of("src/main/resources/static"), "").values().stream().mapToInt(Integer::intValue).sum())
                .isLessThanOrEqualTo(900);
        assertThat(lines(Path.of("src/main/resources/db"), ".sql").values().stream().mapToInt(Integer::intValue).sum())
                .isLessThanOrEqualTo(70);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("ai.magibu.sample.(*)..").should().beFreeOfCycles()
                .check(new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("ai.magibu.sample"));
    }

    /** Chunks are stored and found by LangChain4j; SQL of our own only deletes them. */
    @Test
    void chunksAreLangChain4js() throws IOException {
        for (Path file : lines(Path.of("src/main/java"), ".java").keySet()) {
            List<String> statements = Pattern.compile("\"[^\"]*\\b(?:FROM|INTO|UPDATE|JOIN|TABLE|TRUNCATE)\\s+chunks\\b[^\"]*\"")
                    .matcher(Files.readString(file)).results().map(MatchResult::group).toList();
            assertThat(statements).as(file.toString()).allMatch(sql -> sql.matches("\"(DELETE FROM|TRUNCATE|ALTER TABLE) chunks.*"));
        }
    }

    private static Map<Path, Integer> lines(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sources = files.filter(Files::isRegularFile).filter(file -> file.toString().endsWith(ending)).toList();
            return sources.stream().collect(Collectors.toMap(file -> file, ArchitectureTest::lines));
        }
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
