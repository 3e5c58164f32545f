package ai.magibu.evaluation.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;

import ai.magibu.evaluation.internal.page.HtmlPage;
import ai.magibu.evaluation.internal.page.MarkdownPage;
import ai.magibu.evaluation.internal.page.Page;
import ai.magibu.evaluation.result.Comparison;
import ai.magibu.evaluation.result.EvaluationRun;
import ai.magibu.evaluation.result.RetrievalResult;
import ai.magibu.evaluation.result.ThresholdResult;

/**
 * Writes {@code report.md} and {@code report.html} into a folder. The HTML page is self-contained: it has no script and loads nothing.
 * An earlier report is replaced at once, so a reader never sees half a file. Thread-safe for different folders.
 */
public final class Reports {

    private Reports() {}

    /**
     * Reports the tasks of TR-MTEB next to the figures of the model card.
     *
     * @param runs the runs side by side; the others are compared with the first; at least one
     * @param folder the folder, which is created if it does not exist
     * @throws IllegalArgumentException if there is no run
     * @throws IOException if a file cannot be written
     */
    public static void write(List<EvaluationRun> runs, Path folder) throws IOException {
        requireAny(runs.isEmpty());
        write(new BenchmarkReport(runs, ModelCard.load()).page(), folder);
    }

    /**
     * Reports searches in a user's own documents.
     *
     * @param results the results side by side; at least one
     * @param comparisons the paired comparisons of these results; may be empty
     * @param folder the folder, which is created if it does not exist
     * @throws IllegalArgumentException if there is no result
     * @throws IOException if a file cannot be written
     */
    public static void writeRetrieval(List<RetrievalResult> results, List<Comparison> comparisons, Path folder) throws IOException {
        requireAny(results.isEmpty());
        write(new RetrievalReport(results, comparisons).page(), folder);
    }

    /**
     * Reports thresholds of labeled pairs.
     *
     * @param results the results side by side; at least one
     * @param folder the folder, which is created if it does not exist
     * @throws IllegalArgumentException if there is no result
     * @throws IOException if a file cannot be written
     */
    public static void writeThresholds(List<ThresholdResult> results, Path folder) throws IOException {
        requireAny(results.isEmpty());
        write(new ThresholdReport(results).page(), folder);
    }

    private static void requireAny(boolean empty) {
        if (empty) {
            throw new IllegalArgumentException("A report needs at least one result.");
        }
    }

    private static void write(Page page, Path folder) throws IOException {
        Files.createDirectories(folder);
        replace(folder.resolve("report.md"), MarkdownPage.of(page));
        replace(folder.resolve("report.html"), HtmlPage.of(page));
    }

    private static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.write(temporary, text.getBytes(StandardCharsets.UTF_8)); // writeString rejects half surrogates, which data may have
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
