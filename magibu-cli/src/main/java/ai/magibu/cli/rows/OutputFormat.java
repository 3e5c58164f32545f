package ai.magibu.cli.rows;

import ai.magibu.cli.io.FileFailure;
import java.nio.file.Path;
import java.util.Locale;

/** The format of a file with embeddings. */
public enum OutputFormat {
    JSONL,
    NPY,
    PARQUET;

    /** Returns the format of a file by the ending of its name; JSON lines for an unknown one. */
    public static OutputFormat of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npy")) {
            return NPY;
        }
        return name.endsWith(".parquet") ? PARQUET : JSONL;
    }

    /**
     * Returns a file of this format as an output.
     *
     * @param resume whether the rows of an earlier run are continued
     */
    public EmbeddingOutput output(Path file, boolean resume) throws FileFailure {
        return switch (this) {
            case JSONL -> JsonlOutput.to(file, resume);
            case NPY -> new NpyOutput(file, resume);
            case PARQUET -> new ParquetOutput(file, resume);
        };
    }
}
