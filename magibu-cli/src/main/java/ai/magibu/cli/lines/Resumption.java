package ai.magibu.cli.lines;

import ai.magibu.cli.io.FileFailure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Finds the first line of the input whose embeddings are not in the earlier output. */
public final class Resumption {

    private static final JsonMapper JSON = new JsonMapper();

    /** How many lines of output a line of the input gives. */
    @FunctionalInterface
    public interface OutputLines {
        long of(InputLine line) throws BadLineException;
    }

    private final EarlierOutput earlier;
    private final String outputName;

    public Resumption(EarlierOutput earlier, String outputName) {
        this.earlier = earlier;
        this.outputName = outputName;
    }

    /**
     * Skips the lines whose embeddings are in the earlier output. Lines of the output that belong to a line of the input in part
     * are not kept.
     *
     * @param outputLines how many lines of output a line of the input gives
     * @param dimension the dimension of this run's embeddings
     * @throws FileFailure if the output does not belong to the input, or has other dimensions
     */
    public void skip(LineGroups input, OutputLines outputLines, BadLines badLines, int dimension)
            throws BadLineException, FileFailure {
        long kept = 0;
        InputLine last = null;
        while (kept < earlier.lines()) {
            InputLine line = input.next();
            if (line == null) {
                throw foreign("it has " + earlier.lines() + " lines, and the input gives only " + kept);
            }
            long more;
            try {
                more = outputLines.of(line);
            } catch (BadLineException e) {
                badLines.add(e);
                continue;
            }
            if (kept + more > earlier.lines()) {
                input.putBack(line);
                break;
            }
            kept += more;
            last = more == 0 ? last : line;
        }
        earlier.keep(kept);
        if (last != null) {
            check(last, dimension);
        }
    }

    private void check(InputLine last, int dimension) throws FileFailure {
        String output = earlier.lastLine();
        boolean same = last.id() == null ? !output.startsWith("{\"id\"") : output.startsWith("{\"id\":" + last.id() + ",");
        if (!same) {
            throw foreign("its line " + earlier.lines() + " is not that of line " + last.number() + " of the input");
        }
        try {
            JsonNode embedding = JSON.readTree(output).path("embedding");
            if (embedding.size() != dimension) {
                throw foreign("its embeddings have " + embedding.size() + " dimensions, and those of this run " + dimension);
            }
        } catch (JsonProcessingException e) {
            throw foreign("its line " + earlier.lines() + " is not JSON");
        }
    }

    private FileFailure foreign(String why) {
        return FileFailure.of("--resume: " + outputName + " does not belong to this run: " + why
                + ". Run the same command on the same input, or leave --resume out to start again");
    }
}
