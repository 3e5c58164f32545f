package ai.magibu.server;

import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names unknown settings without their values, which Spring Boot would show. A value may be a key under a misspelled name. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownSettingAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

    UnknownSettingAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
        StringBuilder names = new StringBuilder();
        cause.getUnboundProperties().forEach(property -> names.append(names.isEmpty() ? "" : ", ").append(property.getName()));
        return new FailureAnalysis("Unknown settings: " + names + ".", "Correct their names, or remove them.", cause);
    }
}
