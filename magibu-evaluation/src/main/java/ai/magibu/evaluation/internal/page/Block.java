package ai.magibu.evaluation.internal.page;

import java.util.List;

/** A piece of content. Every text is plain: the renderers escape it. */
public sealed interface Block permits Block.Text, Block.Bullets, Block.Notes, Block.Facts, Block.Fold, Bars, LineChart, Table {

    /**
     * A paragraph.
     *
     * @param text the text
     */
    record Text(String text) implements Block {}

    /**
     * A list without an order.
     *
     * @param items the items
     */
    record Bullets(List<String> items) implements Block {}

    /**
     * Numbered notes, to which cells refer.
     *
     * @param items the notes; the first has number 1
     */
    record Notes(List<String> items) implements Block {}

    /**
     * A few numbers that matter most, large.
     *
     * @param facts the numbers
     */
    record Facts(List<Fact> facts) implements Block {}

    /**
     * One number that matters.
     *
     * @param label the subject
     * @param value the number
     * @param detail the number's meaning
     * @param comparisons the differences to other numbers
     */
    record Fact(String label, String value, String detail, List<Cell> comparisons) {}

    /**
     * Content that a reader unfolds.
     *
     * @param summary the visible line
     * @param blocks the content
     */
    record Fold(String summary, List<Block> blocks) implements Block {}
}
