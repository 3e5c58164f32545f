package ai.magibu.sample.documents;

import java.util.List;

/**
 * A text that was split.
 *
 * @param text with its white space made one space, or one empty line
 * @param chunks stretches of that text
 */
record SplitText(String text, List<Chunk> chunks) {

    /** @param start where it stands in the text, in UTF-16 units */
    record Chunk(int start, int end, String text) {}
}
