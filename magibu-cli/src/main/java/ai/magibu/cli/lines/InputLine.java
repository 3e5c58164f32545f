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
 * @param passage the passage to embed
 * @param spans the parts of it to embed; null if the line does not name any, or if spans are not read
 */
public record InputLine(long number, @Nullable String id, Passage passage, @Nullable List<Span> spans) {

    public InputLine(long number, @Nullable String id, Passage passage) {
        this(number, id, passage, null);
    }

    public static List<Passage> passages(List<InputLine> lines) {
        return lines.stream().map(InputLine::passage).toList();
    }
}
