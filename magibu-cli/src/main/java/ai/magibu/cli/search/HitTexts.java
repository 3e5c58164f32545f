package ai.magibu.cli.search;

import ai.magibu.cli.io.FileFailure;
import ai.magibu.cli.lines.BadLineException;
import ai.magibu.cli.lines.BadLines;
import ai.magibu.cli.lines.InputLine;
import ai.magibu.cli.lines.Passages;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the texts of rows in the file that was embedded: row n is its n-th text that is not a bad line. */
final class HitTexts {

    private static final JsonMapper JSON = new JsonMapper();

    private final Passages passages;
    private final BadLines badLines;

    HitTexts(Passages passages, BadLines badLines) {
        this.passages = passages;
        this.badLines = badLines;
    }

    /** @throws FileFailure if the file is not the one that was embedded */
    List<Hit> of(List<Hit> hits) throws IOException, BadLineException, FileFailure {
        Map<Long, InputLine> lines = lines(hits);
        List<Hit> found = new ArrayList<>();
        for (Hit hit : hits) {
            InputLine line = lines.get(hit.row());
            if (line == null) {
                throw FileFailure.of("--texts has fewer texts than --embeddings has rows; name the file that was embedded");
            }
            if (hit.id() != null && line.id() != null && !value(hit.id()).equals(value(line.id()))) {
                throw FileFailure.of("--texts is not the file that was embedded: row " + hit.row() + " has the id " + hit.id()
                        + ", and the text has " + line.id() + ". If bad lines were skipped, name their list with --skip-bad");
            }
            found.add(new Hit(hit.row(), hit.score(), hit.id() == null ? line.id() : hit.id(), line.passage().text()));
        }
        return found;
    }

    /** In Parquet numbers can have become strings, and a string can be spelled in another way. */
    private static String value(String id) throws IOException {
        return JSON.readTree(id).asText();
    }

    private Map<Long, InputLine> lines(List<Hit> hits) throws IOException, BadLineException, FileFailure {
        long last = hits.stream().mapToLong(Hit::row).max().orElse(0);
        Set<Long> wanted = hits.stream().map(Hit::row).collect(Collectors.toSet());
        Map<Long, InputLine> lines = new HashMap<>();
        long row = 0;
        while (row < last) {
            InputLine line = next();
            if (line == null) {
                break;
            }
            row++;
            if (wanted.contains(row)) {
                lines.put(row, line);
            }
        }
        return lines;
    }

    private @Nullable InputLine next() throws IOException, BadLineException, FileFailure {
        while (true) {
            try {
                InputLine line = passages.next();
                if (line == null || !badLines.isKnown(line)) {
                    return line;
                }
            } catch (BadLineException e) {
                badLines.add(e);
            }
        }
    }
}
