package ai.magibu.cli;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Commands use the shared packages, and do not know each other. */
class CliArchitectureTest {

    private static final String ROOT = "ai.magibu.cli";
    private static final String[] COMMANDS = {"embed", "chunks", "search", "bench", "compare", "evaluate", "adapt", "cache", "model"};

    private final JavaClasses classes =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void packagesKnowOnlyThoseBelow() {
        var layers = layeredArchitecture().consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .layer("program").definedBy(ROOT)
                .layer("options").definedBy(ROOT + ".options")
                .layer("rows").definedBy(ROOT + ".rows")
                .layer("lines").definedBy(ROOT + ".lines")
                .layer("io").definedBy(ROOT + ".io")
                .whereLayer("program").mayNotBeAccessedByAnyLayer()
                .whereLayer("io").mayNotAccessAnyLayer()
                .whereLayer("lines").mayOnlyAccessLayers("io")
                .whereLayer("rows").mayOnlyAccessLayers("lines", "io")
                .whereLayer("options").mayOnlyAccessLayers("rows", "lines", "io");
        for (String command : COMMANDS) {
            layers = layers.layer(command).definedBy(ROOT + "." + command)
                    .whereLayer(command).mayOnlyAccessLayers("options", "rows", "lines", "io");
        }
        layers.ensureAllClassesAreContainedInArchitecture().check(classes);
    }
}
