package ai.magibu.sample.documents;

import java.util.List;

/**
 * A document with all that can be read of it.
 *
 * @param text the whole
 * @param chunks in the order of their positions; neighbours overlap
 */
public record DocumentText(StoredDocument document, String text, List<Place> chunks) {

    /** Where in the text a chunk stands, in UTF-16 units. */
    public record Place(int position, int start, int end) {}
}
