package ai.magibu.hub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The client works without the rest of the project, and without natives. */
class HubArchitectureTest {

    private final JavaClasses classes =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("ai.magibu.hub");

    @Test
    void nothingButJacksonAndTheLogIsUsed() {
        classes().should().onlyDependOnClassesThat().resideInAnyPackage(
                "ai.magibu.hub..", "java..", "com.fasterxml.jackson..", "org.slf4j..", "org.jspecify..").check(classes);
    }

    @Test
    void sharedFilesDoNotKnowTheHub() {
        noClasses().that().resideInAPackage("ai.magibu.hub.internal").should().dependOnClassesThat().resideInAPackage("ai.magibu.hub")
                .check(classes);
    }
}
