package ai.magibu.evaluation.data;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads the rows of a file. */
@FunctionalInterface
interface TableFormat {

    /** @throws ai.magibu.evaluation.api.EvaluationException if the file cannot be read or a row is invalid */
    void read(Path file, Consumer<Row> rows);
}
