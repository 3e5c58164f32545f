package ai.magibu.cli.lines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The format of an input. */
public enum InputFormat {
    JSONL,
    CSV,
    TSV,
    LINES,
    PARQUET;

    /** Returns the format of a file by the ending of its name, before a {@code .gz}; JSON lines for an unknown one. */
    public static InputFormat of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "csv" -> CSV;
            case "tsv" -> TSV;
            case "txt" -> LINES;
            case "parquet" -> PARQUET;
            default -> JSONL;
        };
    }

    /**
     * Opens a file of this format.
     *
     * @param withSpans whether JSON lines have spans
     * @throws BadLineException if a table has no header
     * @throws IllegalArgumentException if a table lacks a column
     */
    public Passages open(Path file, Columns columns, boolean withSpans) throws IOException, BadLineException {
        if (this == PARQUET) {
            return new ParquetPassages(file, columns);
        }
        InputBytes bytes = InputBytes.open(file);
        try {
            return open(bytes, columns, withSpans);
        } catch (IOException | BadLineException | IllegalArgumentException e) {
            bytes.close();
            throw e;
        }
    }

    /**
     * Opens a stream of this format, which is not {@link #PARQUET}.
     *
     * @param withSpans whether JSON lines have spans
     * @throws BadLineException if a table has no header
     * @throws IllegalArgumentException if a table lacks a column
     */
    public Passages open(InputBytes bytes, Columns columns, boolean withSpans) throws IOException, BadLineException {
        return switch (this) {
            case JSONL -> new JsonPassages(bytes, columns, withSpans);
            case CSV -> new CsvPassages(bytes, ',', columns);
            case TSV -> new CsvPassages(bytes, '\t', columns);
            case LINES -> new LinePassages(bytes);
            case PARQUET -> throw new IllegalArgumentException("Parquet is not read from a stream");
        };
    }
}
