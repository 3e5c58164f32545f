package ai.magibu.cli.rows;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.lines.InputLine;
import ai.magibu.embedding.api.Embedding;
import java.io.IOException;
import java.util.List;

/** A file of embeddings that grows by groups of rows, and that a later run can continue. Nothing is changed before {@link #start}. */
public interface EmbeddingOutput extends AutoCloseable {

    /** Returns how many whole rows an earlier run has left. */
    long earlierRows();

    /** Returns whether a row has the id of its text, and whether it was truncated. */
    boolean hasDetails();

    /** Returns the last row of the earlier run; its number is {@link #earlierRows()}. */
    EmbeddedRow lastRow() throws IOException, FileFailure;

    /**
     * Opens the output.
     *
     * @param rows how many of the earlier rows stay
     */
    void start(long rows, int dimension) throws FileFailure;

    /** Adds a row for each line. */
    void append(List<InputLine> lines, List<Embedding> embeddings) throws FileFailure;

    /** Completes the output. Without it the rows can be continued. */
    void finish() throws FileFailure;

    @Override
    void close() throws FileFailure;
}
