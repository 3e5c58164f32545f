package ai.magibu.adaptation.internal.report;

import ai.magibu.adaptation.api.SurgeryResult;
import java.nio.file.Path;

/** Writes the report of a tokenizer surgery. */
public final class SurgeryReport {

    private SurgeryReport() {}

    /** Writes {@code report.html} and {@code report.json} into a folder. */
    public static void write(SurgeryResult result, Path folder) {}
}
