package ai.magibu.dev.postgres.autoconfigure;

import ai.magibu.dev.postgres.DevPostgresException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints the problem and the action of a {@link DevPostgresException} in place of a stack trace. */
final class DevPostgresFailureAnalyzer extends AbstractFailureAnalyzer<DevPostgresException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DevPostgresException failure) {
        return new FailureAnalysis(failure.problem(), failure.action(), failure);
    }
}
