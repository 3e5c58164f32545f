package ai.magibu.langchain4j;

import ai.magibu.embedding.api.Span;
import dev.langchain4j.data.segment.TextSegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the places of a splitter's segments in their document, because LangChain4j does not keep them. White space is ignored, because
 * splitters trim it and replace line ends by spaces. Segments are searched in their order, first without overlap and then, if one
 * is not found, with overlap.
 */
final class SegmentLocator {

    /** The document without white space, and the place of each of its characters. */
    private final String letters;

    private final int[] places;

    SegmentLocator(String document) {
        StringBuilder kept = new StringBuilder(document.length());
        int[] origins = new int[document.length()];
        for (int i = 0; i < document.length(); i++) {
            if (isLetter(document.charAt(i))) {
                origins[kept.length()] = i;
                kept.append(document.charAt(i));
            }
        }
        this.letters = kept.toString();
        this.places = Arrays.copyOf(origins, kept.length());
    }

    private static boolean isLetter(char c) {
        return !Character.isWhitespace(c) && !Character.isSpaceChar(c);
    }

    /**
     * Returns one span for each segment.
     *
     * @throws IllegalArgumentException if a segment is not part of the document
     */
    List<Span> locate(List<TextSegment> segments) {
        List<String> wanted = segments.stream().map(segment -> withoutSpace(segment.text())).toList();
        int[] starts = new int[segments.size()];
        if (find(wanted, starts, false) < segments.size()) {
            int found = find(wanted, starts, true);
            if (found < segments.size()) {
                throw new IllegalArgumentException("segment " + found + " is not a piece of its document: the splitter changed more than"
                        + " white space, or the order. Late chunking needs the place of each segment; change segments in the"
                        + " textSegmentTransformer, which comes after");
            }
        }
        List<Span> spans = new ArrayList<>(segments.size());
        for (int i = 0; i < starts.length; i++) {
            spans.add(new Span(places[starts[i]], places[starts[i] + wanted.get(i).length() - 1] + 1));
        }
        return spans;
    }

    /**
     * The first place that each can have.
     *
     * @param overlapping whether a segment may begin within the one before it; it always ends after that
     * @return how many were found
     */
    private int find(List<String> wanted, int[] starts, boolean overlapping) {
        int start = 0;
        int end = 0;
        for (int i = 0; i < starts.length; i++) {
            int length = wanted.get(i).length();
            int found = length == 0 ? -1 : letters.indexOf(wanted.get(i), overlapping ? Math.max(start, end + 1 - length) : end);
            if (found < 0) {
                return i;
            }
            starts[i] = found;
            start = found;
            end = found + length;
        }
        return starts.length;
    }

    private static String withoutSpace(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (isLetter(text.charAt(i))) {
                kept.append(text.charAt(i));
            }
        }
        return kept.toString();
    }
}
