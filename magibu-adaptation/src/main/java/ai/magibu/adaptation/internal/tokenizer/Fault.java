package ai.magibu.adaptation.internal.tokenizer;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.evaluation.internal.file.FileFault;
import java.io.IOException;
import java.nio.file.Path;

/** Faults of a tokenizer's files. */
final class Fault {

    private Fault() {}

    /** Returns an exception for a file that contradicts itself. */
    static AdaptationException contradiction(Path file, String fault) {
        return new AdaptationException(file + ": " + fault + ". The tokenizer contradicts itself; take the published file.");
    }

    /** Returns an exception for a tokenizer of another kind. */
    static AdaptationException unsupported(Path file, String part, String supported) {
        return new AdaptationException(
                file + ": " + part + " is not supported; " + supported + " is. Only Gemma-style BPE can be adapted.");
    }

    static AdaptationException unreadable(Path file, IOException cause) {
        return new AdaptationException(file + ": the file cannot be read (" + FileFault.reason(cause) + ").", cause);
    }
}
