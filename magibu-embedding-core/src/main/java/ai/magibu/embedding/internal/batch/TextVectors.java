package ai.magibu.embedding.internal.batch;

import java.util.List;

/**
 * The vectors of one text.
 *
 * @param ofRanges one for each of the text's pooled ranges, in their order
 */
public record TextVectors(List<float[]> ofRanges) {

    /** Returns the vector of a text with one pooled range. */
    public float[] single() {
        return ofRanges.get(0);
    }
}
