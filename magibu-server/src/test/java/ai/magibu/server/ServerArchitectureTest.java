package ai.magibu.server;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

class ServerArchitectureTest {

    private final JavaClasses classes =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("ai.magibu.server");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("ai.magibu.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void protocolsDoNotKnowEachOther_andEncodingKnowsNoHttp() {
        ArchRuleDefinition.noClasses().that().resideInAPackage("..server.openai").should().dependOnClassesThat()
                .resideInAPackage("..server.tei").check(classes);
        ArchRuleDefinition.noClasses().that().resideInAPackage("..server.tei").should().dependOnClassesThat()
                .resideInAPackage("..server.openai").check(classes);
        ArchRuleDefinition.noClasses().that().resideInAPackage("..server.encode").should().dependOnClassesThat()
                .resideInAnyPackage("org.springframework.web..", "org.springframework.http..").check(classes);
    }
}
