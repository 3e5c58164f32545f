package ai.magibu.spring.boot.autoconfigure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Bean;

/** The rules that Spring Boot keeps its own auto-configurations by. */
class AutoConfigurationRulesTest {

    private static final JavaClasses MAIN =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("ai.magibu.spring.boot");

    @Test
    void autoConfigurations_arePublicAndFinal() {
        classes().that().areAnnotatedWith(AutoConfiguration.class)
                .should().bePublic()
                .andShould().haveModifier(JavaModifier.FINAL)
                .andShould().haveSimpleNameEndingWith("AutoConfiguration")
                .check(MAIN);
    }

    @Test
    void beanMethods_arePackagePrivate() {
        methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(MAIN);
    }

    @Test
    void autoConfigurations_areAllListed_inOrder() {
        List<String> listed = new ArrayList<>();
        ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).forEach(listed::add);
        listed.removeIf(name -> !name.startsWith("ai.magibu."));

        assertThat(listed)
                .isSorted()
                .containsExactlyInAnyOrderElementsOf(MAIN.stream()
                        .filter(type -> type.isAnnotatedWith(AutoConfiguration.class))
                        .map(JavaClass::getName)
                        .toList());
    }
}
