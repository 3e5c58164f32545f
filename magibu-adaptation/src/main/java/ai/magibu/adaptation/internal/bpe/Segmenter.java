package ai.magibu.adaptation.internal.bpe;

import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/** Splits words into tokens: the merge of the lowest rank first, the leftmost first among equals. Not safe for concurrent use. */
public final class Segmenter {

    private final BpeModel model;
    private final LongHeap heap = new LongHeap();
    private int[] symbols = new int[64];
    private int[] next = new int[64];
    private int[] previous = new int[64];

    /** Creates a segmenter of a model. */
    public Segmenter(BpeModel model) {
        this.model = model;
    }

    /** Returns the IDs of a word's tokens. Blanks are written as {@link BpeModel#WORD_START}. */
    public int[] segment(String word) {
        return segment(word, result -> {});
    }

    /** Returns whether the text of a token becomes this token. */
    public boolean reaches(int id) {
        int[] segments = segment(model.token(id));
        return segments.length == 1 && segments[0] == id;
    }

    /** Does the same as {@link #segment(String)} and reports the result of every merge in the order in which they happen. */
    int[] segment(String word, IntConsumer merged) {
        int count = start(word);
        for (int i = 0; i < count; i++) {
            previous[i] = i - 1;
            next[i] = i + 1 < count ? i + 1 : -1;
            offer(i);
        }
        int length = count;
        while (!heap.isEmpty()) {
            long candidate = heap.pop();
            int left = (int) candidate;
            int rank = (int) (candidate >>> 32);
            int right = symbols[left] < 0 ? -1 : next[left];
            if (right < 0 || model.rank(symbols[left], symbols[right]) != rank) {
                continue; // one of the two was merged since
            }
            int result = model.merges().get(rank).result();
            symbols[left] = result;
            symbols[right] = -1;
            next[left] = next[right];
            if (next[left] >= 0) {
                previous[next[left]] = left;
            }
            length--;
            merged.accept(result);
            offer(left);
            if (previous[left] >= 0) {
                offer(previous[left]);
            }
        }
        int[] segments = new int[length];
        for (int i = 0, at = 0; i < count; i++) {
            if (symbols[i] >= 0) {
                segments[at++] = symbols[i];
            }
        }
        return segments;
    }

    private void offer(int left) {
        int rank = next[left] < 0 ? -1 : model.rank(symbols[left], symbols[next[left]]);
        if (rank >= 0) {
            heap.push((long) rank << 32 | left);
        }
    }

    /** Fills the symbols with the characters and bytes of a word. */
    private int start(String word) {
        int most = word.length() * 3;
        if (symbols.length < most) {
            symbols = new int[most];
            next = new int[most];
            previous = new int[most];
        }
        int count = 0;
        for (int i = 0; i < word.length(); i += Character.charCount(word.codePointAt(i))) {
            int codePoint = word.codePointAt(i);
            int id = model.character(codePoint);
            if (id >= 0) {
                symbols[count++] = id;
            } else {
                for (byte value : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                    symbols[count++] = model.byteId(value & 0xFF);
                }
            }
        }
        return count;
    }
}
