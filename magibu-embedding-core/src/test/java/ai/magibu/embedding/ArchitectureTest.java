package ai.magibu.embedding;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The folder tree is the architecture: each stage knows only those before it. */
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
                noClasses().that().resideInAPackage(ROOT + "." + STAGES.get(i)).should().dependOnClassesThat().resideInAnyPackage(later).check(classes);
            }
            noClasses().that().resideInAPackage(ROOT + "." + STAGES.get(i)).should().dependOnClassesThat().resideInAPackage(ROOT).check(classes);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void onlyOnePackageImportsTheNativeLibraries() {
        classes()
                .that()
                .resideOutsideOfPackage(ROOT + ".internal.natives")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("ai.djl..", "ai.onnxruntime..")
                .check(classes);
    }
}
