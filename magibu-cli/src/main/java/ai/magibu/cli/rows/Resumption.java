package ai.magibu.cli.rows;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.BadLines;
import ai.magibu.cli.lines.InputLine;
import ai.magibu.cli.lines.LineGroups;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.api.UnknownTokenException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first group of lines whose rows are not all in the earlier output. Because the last bits of a vector can depend on the texts
 * that share its group, whole groups are kept, and the rest of the output is written again.
 */
public final class Resumption {

    /** Rounding and int8 leave more in common. */
    private static final double LEAST_COSINE = 0.999;

    /** Gives the rows of a line in this run. */
    @FunctionalInterface
    public interface Embedder {

        /** Returns how many rows a line gives. */
        default long rows(InputLine line) throws BadLineException {
            return 1;
        }

        /** Returns the vector of one of a line's rows, counted from 0. */
        float[] vector(InputLine line, int row) throws BadLineException;
    }

    private final EmbeddingOutput output;
    private final String outputName;
    private final BadLines badLines;

    public Resumption(EmbeddingOutput output, String outputName, BadLines badLines) {
        this.output = output;
        this.outputName = outputName;
        this.badLines = badLines;
    }

    /**
     * Skips the groups whose rows are in the earlier output, and compares its last row with this run's.
     *
     * @return how many rows of the earlier output stay
     * @throws FileFailure if the output does not belong to the input, or if another model or prompt has made it
     */
    public long skip(LineGroups input, Embedder embedder) throws BadLineException, FileFailure {
        long kept = 0;
        long seen = 0;
        long earlier = output.earlierRows();
        while (kept < earlier) {
            List<InputLine> group = input.next();
            if (group.isEmpty()) {
                throw foreign("it has " + earlier + " rows, and the input gives only " + kept);
            }
            for (InputLine line : group) {
                long before = seen;
                seen += rows(line, embedder);
                if (before < earlier && seen >= earlier) {
                    check(line, earlier, vector(line, (int) (earlier - before - 1), embedder));
                }
            }
            if (seen > earlier) {
                input.putBack(group);
                break;
            }
            kept = seen;
        }
        return kept;
    }

    private long rows(InputLine line, Embedder embedder) throws BadLineException, FileFailure {
        if (badLines.isKnown(line)) {
            return 0;
        }
        try {
            return embedder.rows(line);
        } catch (BadLineException e) {
            badLines.add(e);
            return 0;
        }
    }

    private float[] vector(InputLine line, int row, Embedder embedder) throws FileFailure {
        try {
            return embedder.vector(line, row);
        } catch (BadLineException | IllegalArgumentException | TextTooLongException | UnknownTokenException e) {
            throw foreign("number " + line.number() + " of the input has an embedding in it, but is rejected now (" + e.getMessage() + ")");
        }
    }

    private void check(InputLine line, long number, float[] vector) throws FileFailure {
        EmbeddedRow row;
        try {
            row = output.lastRow();
        } catch (IOException e) {
            throw foreign(String.valueOf(e.getMessage()));
        }
        String place = "its row " + number + ", which belongs to number " + line.number() + " of the input, ";
        if (output.hasDetails() && !Objects.equals(row.id(), line.id())) {
            throw foreign(place + "has " + id(row.id()) + " and not " + id(line.id()));
        }
        if (row.vector().length != vector.length) {
            throw foreign("its embeddings have " + row.vector().length + " dimensions, and those of this run " + vector.length);
        }
        if (!(row.cosine(vector) >= LEAST_COSINE)) {
            throw foreign(place + "has another embedding. The text, the model, the prompt or an option differs");
        }
    }

    private static String id(@Nullable String id) {
        return id == null ? "no id" : "the id " + id;
    }

    private FileFailure foreign(String why) {
        return FileFailure.of("--resume: " + outputName + " does not belong to this run: " + why
                + ". Run the same command on the same input, or leave --resume out to start again");
    }
}
