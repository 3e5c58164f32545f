package ai.magibu.adaptation.internal.surgery;

import ai.magibu.adaptation.internal.count.TextCounts;
import java.util.HashMap;
import java.util.Map;

/**
 * How likely a language's text contains a token that was not counted: the probability of its characters, each after the one before it,
 * times the probability that a token of further text is new. The latter is the share of tokens that occurred once (Good, "The Population
 * Frequencies of Species", 1953). So tokens that look like the counted languages stay before those of other languages.
 */
final class Likeness {

    private static final int START = -1;

    private final Map<Long, Long> pairs = new HashMap<>();
    private final Map<Integer, Long> firsts = new HashMap<>();
    private final double unseen;
    private long characters;

    /**
     * Counts characters.
     *
     * @param unseen the probability that a token of further text is new
     */
    Likeness(TextCounts counts, double unseen) {
        this.unseen = unseen;
        counts.parts().forEach(this::count);
    }

    private void count(String part, long times) {
        int last = START;
        for (int i = 0; i < part.length(); i += Character.charCount(last)) {
            int next = part.codePointAt(i);
            characters += times;
            if (last != START) {
                firsts.merge(last, times, Long::sum);
                pairs.merge(key(last, next), times, Long::sum);
            }
            last = next;
        }
    }

    /** Returns the expected share of a token among the tokens of further text, apart from a constant. */
    double of(String token) {
        double probability = unseen;
        int last = START;
        for (int i = 0; i < token.length() && probability > 0; i += Character.charCount(last)) {
            int next = token.codePointAt(i);
            long before = last == START ? characters : firsts.getOrDefault(last, 0L);
            long both = last == START ? firsts.getOrDefault(next, 0L) : pairs.getOrDefault(key(last, next), 0L);
            probability *= before == 0 ? 0 : (double) both / before;
            last = next;
        }
        return probability;
    }

    private static long key(int first, int second) {
        return (long) first << 32 | second;
    }
}
