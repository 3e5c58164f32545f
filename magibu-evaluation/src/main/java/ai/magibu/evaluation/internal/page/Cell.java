package ai.magibu.evaluation.internal.page;

import java.util.List;

/**
 * A cell of a table.
 *
 * @param text the text
 * @param tone the meaning of the text
 * @param notes the numbers of the notes about it
 */
public record Cell(String text, Tone tone, List<Integer> notes) {

    /** A cell without text. */
    public static final Cell EMPTY = of("");

    /** The meaning of a text, which decides about its color. */
    public enum Tone {
        /** No meaning. */
        PLAIN,
        /** Better than the value it is compared with. */
        BETTER,
        /** Worse than the value it is compared with. */
        WORSE,
        /** As good as the value it is compared with. */
        EQUAL,
        /** Less important than its neighbors. */
        MUTED
    }

    /** Copies the list. */
    public Cell {
        notes = List.copyOf(notes);
    }

    /** Returns a cell without a meaning. */
    public static Cell of(String text) {
        return new Cell(text, Tone.PLAIN, List.of());
    }

    /** Returns a cell that is less important than its neighbors. */
    public static Cell muted(String text) {
        return new Cell(text, Tone.MUTED, List.of());
    }
}
