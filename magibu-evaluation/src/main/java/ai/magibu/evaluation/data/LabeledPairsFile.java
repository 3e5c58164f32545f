package ai.magibu.evaluation.data;

import java.nio.file.Path;
import java.util.List;

import ai.magibu.evaluation.task.LabeledPairs;

/**
 * A user's own pairs of texts in a JSONL, CSV, TSV or Parquet file. The columns are {@code sentence1} or {@code first}, {@code
 * sentence2} or {@code second}, and {@code label}, which is 1 if the texts match and 0 if they do not.
 */
public final class LabeledPairsFile {

    private static final String LABEL = "label";

    private LabeledPairsFile() {}

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the pairs
     * @throws ai.magibu.evaluation.api.EvaluationException if the file is missing or invalid
     */
    public static LabeledPairs read(Path file) {
        Pairs<Boolean> pairs = new Pairs<>();
        new Table(List.of(file)).forEach(row -> pairs.add(
                row.text(row.column("sentence1", "first")), row.text(row.column("sentence2", "second")),
                PairReader.matches(row, LABEL, row.label(LABEL))));
        return Pairs.labeled(pairs);
    }
}
