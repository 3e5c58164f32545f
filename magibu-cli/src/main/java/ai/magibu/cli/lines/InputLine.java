package ai.magibu.cli.lines;

import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the input.
 *
 * @param number the line's number, from 1
 * @param id the id as the JSON text it was, quotes and all; null for none
 * @param passage what to embed
 * @param spans which pieces of it; null where the line does not say, or was not asked
 */
public record InputLine(long number, @Nullable String id, Passage passage, @Nullable List<Span> spans) {

    public InputLine(long number, @Nullable String id, Passage passage) {
        this(number, id, passage, null);
    }

    public static List<Passage> passages(List<InputLine> lines) {
        return lines.stream().map(InputLine::passage).toList();
    }
}
