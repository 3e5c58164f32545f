package ai.magibu.cli;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.embedding.api.MagibuException;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.hub.HubException;
import java.io.PrintWriter;
import picocli.CommandLine.ExitCode;

/** Turns what a command threw into one line on stderr and an exit status. */
final class FailureReport {

    private final PrintWriter err;
    private final boolean stackTrace;

    FailureReport(PrintWriter err, boolean stackTrace) {
        this.err = err;
        this.stackTrace = stackTrace;
    }

    /** Returns the exit status. */
    int report(Exception failure) {
        int status = ExitCode.SOFTWARE;
        if (failure instanceof BadLineException) {
            err.println(failure.getMessage());
            status = ExitCode.USAGE;
        } else if (failure instanceof MagibuException || failure instanceof HubException || failure instanceof FileFailure
                || failure instanceof EvaluationException || failure instanceof AdaptationException) {
            err.println("magibu: " + failure.getMessage());
        } else {
            err.println("magibu: unexpected failure: " + failure + (stackTrace ? "" : " (-v prints the stack trace)"));
        }
        if (stackTrace) {
            failure.printStackTrace(err);
        }
        err.flush();
        return status;
    }
}
