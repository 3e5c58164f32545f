package ai.magibu.evaluation.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

import ai.magibu.evaluation.api.EvaluationException;

/** The rows of one or more files. Each pass reads the files again. */
final class Table {

    /** In the order of preference. */
    static final List<String> FORMATS = List.of("parquet", "jsonl", "json", "csv", "tsv");

    private final List<Path> files;

    Table(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /** Passes each row to a consumer, one file after the other. */
    void forEach(Consumer<Row> consumer) {
        boolean[] any = new boolean[1];
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new EvaluationException(
                        file + (Files.isDirectory(file) ? ": this is a folder. Expected a file." : ": the file is missing."));
            }
            reader(file).read(file, row -> {
                any[0] = true;
                consumer.accept(row);
            });
        }
        if (!any[0]) {
            throw new EvaluationException(name() + ": there are no rows. Is the file complete?");
        }
    }

    /** Returns a value of each row. */
    <T> List<T> map(Function<Row, T> value) {
        List<T> values = new ArrayList<>();
        forEach(row -> values.add(value.apply(row)));
        return values;
    }

    /** Returns the first file, for messages about the whole table. */
    String name() {
        return files.get(0).toString();
    }

    private static TableFormat reader(Path file) {
        String name = file.toString();
        return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            case "jsonl", "json" -> JsonTables::read;
            case "csv" -> new DelimitedTables(',')::read;
            case "tsv" -> new DelimitedTables('\t')::read;
            case "parquet" -> ParquetTables::read;
            default ->
                throw new EvaluationException(file + ": the format is unknown. The name must end in ." + String.join(", .", FORMATS) + ".");
        };
    }
}
