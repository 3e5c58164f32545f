package ai.magibu.sample.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class StartupProblemAnalyzerTest {

    @Test
    void problemDeepInAChainOfCausesIsToldWithItsAction() {
        RuntimeException failure = new RuntimeException(new IllegalStateException(new StartupProblem("It is so.", "Do that.")));

        // Those of Spring Boot that want constructor arguments are passed over.
        List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, null, (type, name, problem) -> {});
        assertThat(analyzers)
                .filteredOn(StartupProblemAnalyzer.class::isInstance)
                .singleElement()
                .extracting(analyzer -> analyzer.analyze(failure))
                .extracting(FailureAnalysis::getDescription, FailureAnalysis::getAction)
                .containsExactly("It is so.", "Do that.");
    }
}
