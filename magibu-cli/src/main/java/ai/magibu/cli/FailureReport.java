package ai.magibu.cli;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.embedding.api.MagibuException;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.hub.HubException;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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
            err.println(oneLine(failure.getMessage()));
            status = ExitCode.USAGE;
        } else if (failure instanceof MagibuException || failure instanceof HubException || failure instanceof FileFailure
                || failure instanceof EvaluationException || failure instanceof AdaptationException) {
            err.println("magibu: " + oneLine(failure.getMessage()));
        } else {
            err.println("magibu: unexpected failure: " + oneLine(failure.toString()) + (stackTrace ? "" : " (-v prints the stack trace)"));
        }
        if (stackTrace) {
            failure.printStackTrace(err);
        }
        err.flush();
        return status;
    }

    /** Escapes control characters, which a name or a token in a message can have. */
    private static String oneLine(@Nullable String message) {
        StringBuilder line = new StringBuilder();
        String.valueOf(message).codePoints().forEach(character -> {
            switch (character) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> {
                    if (Character.isISOControl(character)) {
                        line.append(String.format(Locale.ROOT, "\\u%04X", character));
                    } else {
                        line.appendCodePoint(character);
                    }
                }
            }
        });
        return line.toString();
    }
}
