package ai.magibu.adaptation.internal.report;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.api.SurgeryResult;
import ai.magibu.evaluation.internal.file.AtomicFile;
import ai.magibu.evaluation.internal.file.FileFault;
import ai.magibu.evaluation.internal.page.HtmlPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes the report of a tokenizer surgery. */
public final class SurgeryReport {

    private SurgeryReport() {}

    /**
     * Writes {@code report.html} and {@code report.json} into a folder.
     *
     * @throws AdaptationException if a file cannot be written
     */
    public static void write(SurgeryResult result, Path folder) {
        replace(folder.resolve("report.json"), SurgeryJson.of(result));
        replace(folder.resolve("report.html"), HtmlPage.of(new SurgeryPage(result).page()));
    }

    private static void replace(Path file, String content) {
        try {
            AtomicFile.replace(file, content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AdaptationException(file + ": the file cannot be written: " + FileFault.reason(e), e);
        }
    }
}
