package ai.magibu.adaptation.internal.surgery;

import ai.magibu.adaptation.internal.bpe.BpeModel;
import ai.magibu.adaptation.internal.bpe.TrainingWord;
import ai.magibu.adaptation.internal.count.TextCounts;
import ai.magibu.adaptation.internal.tokenizer.PartTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of all languages with weights. Every language has its share of the teacher's tokens, whatever its amount of text; its running
 * text and its word lists have half of that each. Weights are whole numbers, so that sums do not depend on an order.
 */
public final class WeightedWords {

    /** The sum of all weights of tokens. Leaves room for sums in a {@code long}. */
    private static final double TOTAL = 1e15;

    private final PartTokens tokens;
    private final BpeModel teacher;
    private final long[] scores;
    private final double[] likeness;
    private final Map<String, TrainingWord> words = new HashMap<>();

    private WeightedWords(BpeModel teacher, PartTokens tokens) {
        this.teacher = teacher;
        this.tokens = tokens;
        this.likeness = new double[teacher.tokens().size()];
        this.scores = new long[teacher.tokens().size()];
    }

    /**
     * Weighs words.
     *
     * @param tokens the teacher's tokens
     * @param learned the languages that new tokens are learned from
     */
    public static WeightedWords of(BpeModel teacher, PartTokens tokens, List<LanguageCounts> languages, Set<String> learned) {
        WeightedWords result = new WeightedWords(teacher, tokens);
        double sum = languages.stream().mapToDouble(LanguageCounts::weight).sum();
        for (LanguageCounts language : languages) {
            double share = TOTAL * language.weight() / sum;
            boolean both = language.text().words() > 0 && language.list().words() > 0;
            for (TextCounts counts : List.of(language.text(), language.list())) {
                if (counts.words() > 0) {
                    result.add(counts, both ? share / 2 : share, learned.contains(language.language()));
                }
            }
        }
        return result;
    }

    /**
     * Returns the IDs of the teacher's tokens, the most useful first: by weight, then those that did not occur by their likeness to the
     * counted languages, then in the teacher's own order, which is by frequency.
     */
    public int[] order() {
        List<Integer> order = new ArrayList<>(scores.length);
        for (int id = 0; id < scores.length; id++) {
            order.add(id);
        }
        order.sort(Comparator.comparingLong((Integer id) -> -scores[id]).thenComparingDouble(id -> -likeness[id]));
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Returns the words that new tokens are learned from, in the order of their texts. */
    public List<TrainingWord> words() {
        return words.values().stream().sorted(Comparator.comparing(TrainingWord::text)).toList();
    }

    private void add(TextCounts counts, double share, boolean learned) {
        Map<String, int[]> segments = new HashMap<>();
        long total = 0;
        for (Map.Entry<String, Long> part : counts.parts().entrySet()) {
            int[] ids = tokens.of(part.getKey());
            segments.put(part.getKey(), ids);
            total += ids.length * part.getValue();
        }
        addLikeness(counts, segments, share / total);
        for (Map.Entry<String, Long> part : counts.parts().entrySet()) {
            long count = part.getValue();
            long weight = Math.max(1, Math.round(share / total * count));
            int[] ids = segments.getOrDefault(part.getKey(), new int[0]);
            for (int id : ids) {
                scores[id] += weight;
            }
            if (learned && ids.length > 1) {
                words.merge(part.getKey(), new TrainingWord(part.getKey(), weight, count),
                        (first, second) -> new TrainingWord(
                                first.text(), first.weight() + second.weight(), first.count() + second.count()));
            }
        }
    }

    private void addLikeness(TextCounts counts, Map<String, int[]> segments, double shareOfToken) {
        long[] occurrences = new long[scores.length];
        counts.parts().forEach((part, count) -> {
            for (int id : segments.getOrDefault(part, new int[0])) {
                occurrences[id] += count;
            }
        });
        long once = Arrays.stream(occurrences).filter(count -> count == 1).count();
        Likeness language = new Likeness(counts, shareOfToken * once);
        for (int id = 0; id < likeness.length; id++) {
            // Zipf's law: the frequency in the teacher's own texts falls with the place in its vocabulary.
            likeness[id] += language.of(teacher.token(id)) / (id + 1);
        }
    }
}
