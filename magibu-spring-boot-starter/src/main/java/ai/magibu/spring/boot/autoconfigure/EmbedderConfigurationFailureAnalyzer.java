package ai.magibu.spring.boot.autoconfigure;

import ai.magibu.spring.boot.EmbedderConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to write into the configuration. */
final class EmbedderConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<EmbedderConfigurationException> {

    EmbedderConfigurationFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, EmbedderConfigurationException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
