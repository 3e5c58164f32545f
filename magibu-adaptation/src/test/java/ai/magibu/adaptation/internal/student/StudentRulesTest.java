package ai.magibu.adaptation.internal.student;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.internal.NDArrayEx;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class StudentRulesTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("ai.magibu.adaptation");

    private static final ArchRule NO_NUMBERS = noClasses().should()
            .callMethodWhere(DescribedPredicate.describe("an operation of DJL takes a number", StudentRulesTest::takesNumber))
            .because("autograd reads its buffer after DJL has freed it, so the gradients are wrong after a garbage collection");

    @Test
    void noOperationTakesAJavaNumber() {
        NO_NUMBERS.check(CLASSES);
    }

    @Test
    void theRuleFindsANumber() {
        assertThat(NO_NUMBERS.evaluate(new ClassFileImporter().importClasses(Wrong.class)).getFailureReport().getDetails()).hasSize(2);
    }

    @Test
    void onlyTheStudentUsesDjl() {
        noClasses().that().resideOutsideOfPackage("ai.magibu.adaptation.internal.student").should().dependOnClassesThat()
                .resideInAPackage("ai.djl..").check(CLASSES);
    }

    @SuppressWarnings("unused") // read as a class file
    private static final class Wrong {

        NDArray wrong(NDArray x) {
            return x.mul(3f).getNDArrayInternal().rsub(1);
        }
    }

    private static boolean takesNumber(JavaMethodCall call) {
        return (call.getTargetOwner().isAssignableTo(NDArray.class) || call.getTargetOwner().isAssignableTo(NDArrays.class)
                || call.getTargetOwner().isAssignableTo(NDArrayEx.class))
                && call.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Number.class));
    }
}
