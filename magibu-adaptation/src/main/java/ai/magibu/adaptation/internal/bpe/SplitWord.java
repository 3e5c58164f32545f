package ai.magibu.adaptation.internal.bpe;

import java.util.Arrays;

/** A word as tokens, which become fewer. */
final class SplitWord {

    private final long weight;
    private final long count;
    private int[] symbols;

    SplitWord(int[] symbols, long weight, long count) {
        this.symbols = symbols;
        this.weight = weight;
        this.count = count;
    }

    /** Takes two neighboring tokens. */
    interface PairConsumer {
        void accept(int left, int right);
    }

    long weight() {
        return weight;
    }

    long count() {
        return count;
    }

    void forEachPair(PairConsumer consumer) {
        int[] now = symbols;
        for (int i = 1; i < now.length; i++) {
            consumer.accept(now[i - 1], now[i]);
        }
    }

    boolean has(int left, int right) {
        for (int i = 1; i < symbols.length; i++) {
            if (symbols[i - 1] == left && symbols[i] == right) {
                return true;
            }
        }
        return false;
    }

    /** Replaces each occurrence of a pair, from left to right. */
    void merge(int left, int right, int result) {
        int length = 0;
        for (int i = 0; i < symbols.length; i++, length++) {
            if (i + 1 < symbols.length && symbols[i] == left && symbols[i + 1] == right) {
                symbols[length] = result;
                i++;
            } else {
                symbols[length] = symbols[i];
            }
        }
        symbols = Arrays.copyOf(symbols, length);
    }
}
