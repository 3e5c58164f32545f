package ai.magibu.evaluation.report;

import java.nio.file.Path;
import java.util.List;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.internal.page.HtmlPage;
import ai.magibu.evaluation.internal.page.MarkdownPage;
import ai.magibu.evaluation.internal.page.Page;
import ai.magibu.evaluation.internal.file.AtomicFile;
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
     * @throws EvaluationException if a file cannot be written
     */
    public static void write(List<EvaluationRun> runs, Path folder) {
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
     * @throws EvaluationException if a file cannot be written
     */
    public static void writeRetrieval(List<RetrievalResult> results, List<Comparison> comparisons, Path folder) {
        requireAny(results.isEmpty());
        write(new RetrievalReport(results, comparisons).page(), folder);
    }

    /**
     * Reports thresholds of labeled pairs.
     *
     * @param results the results side by side; at least one
     * @param folder the folder, which is created if it does not exist
     * @throws IllegalArgumentException if there is no result
     * @throws EvaluationException if a file cannot be written
     */
    public static void writeThresholds(List<ThresholdResult> results, Path folder) {
        requireAny(results.isEmpty());
        write(new ThresholdReport(results).page(), folder);
    }

    private static void requireAny(boolean empty) {
        if (empty) {
            throw new IllegalArgumentException("A report needs at least one result.");
        }
    }

    private static void write(Page page, Path folder) {
        AtomicFile.write(folder.resolve("report.md"), MarkdownPage.of(page));
        AtomicFile.write(folder.resolve("report.html"), HtmlPage.of(page));
    }
}
