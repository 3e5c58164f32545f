package ai.magibu.embedding;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The order of the packages: each stage knows only those before it. The rules of all modules are in the documentation tests. */
class ArchitectureTest {

    private static final String ROOT = "ai.magibu.embedding";
    private static final List<String> STAGES =
            List.of(
                    "api",
                    "text",
                    "internal.artifact",
                    "internal.folder",
                    "source",
                    "internal.config",
                    "internal.safetensors",
                    "internal.model",
                    "internal.weights",
                    "internal.graph",
                    "internal.store",
                    "internal.natives",
                    "internal.tokenize",
                    "internal.batch",
                    "internal.session",
                    "internal.encode");

    private final JavaClasses classes =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void everyPackageIsAStageOrTheRoot() {
        assertThat(classes.stream().map(type -> type.getPackageName()).distinct())
                .allMatch(name -> name.equals(ROOT) || STAGES.contains(name.substring(ROOT.length() + 1)));
    }

    @Test
    void stagesKnowOnlyEarlierOnes() {
        for (int i = 0; i < STAGES.size(); i++) {
            String[] later = STAGES.subList(i + 1, STAGES.size()).stream().map(stage -> ROOT + "." + stage).toArray(String[]::new);
            if (later.length > 0) {
                noClasses().that().resideInAPackage(ROOT + "." + STAGES.get(i)).should().dependOnClassesThat().resideInAnyPackage(later)
                        .check(classes);
            }
            noClasses().that().resideInAPackage(ROOT + "." + STAGES.get(i)).should().dependOnClassesThat().resideInAPackage(ROOT)
                    .check(classes);
        }
    }

    /** Everything else may change in any release. */
    @Test
    void usersSeeFewTypes() {
        assertThat(classes.stream()
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.getPackageName().contains(".internal")))
                .hasSizeLessThanOrEqualTo(45);
    }

    @Test
    void filesAreShort() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                int most = file.endsWith("MagibuEmbedder.java") ? 300 : 320;
                assertThat(Files.readAllLines(file).size()).as("lines of " + file).isLessThanOrEqualTo(most);
            }
        }
    }
}
