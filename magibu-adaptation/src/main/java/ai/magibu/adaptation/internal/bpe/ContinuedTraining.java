package ai.magibu.adaptation.internal.bpe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Continues the training of a BPE model: again and again, the heaviest pair of neighboring tokens in the model's own segmentation of the
 * words becomes a token. Such a token is what its text becomes, because its merges come after all others. Pairs of equal weight come in the
 * order of their texts, so the result depends only on the words.
 *
 * <p>See Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units" (2016), for the training.
 */
public final class ContinuedTraining {

    private final BpeModel model;
    private final Limits limits;
    private final List<String> tokens;
    private final List<Merge> merges;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<SplitWord> words = new ArrayList<>();
    private final PairMap pairNumbers = new PairMap(1 << 16);
    private final List<Pair> pairs = new ArrayList<>();
    private final PriorityQueue<Offer> offers = new PriorityQueue<>();

    private ContinuedTraining(BpeModel model, Limits limits) {
        this.model = model;
        this.limits = limits;
        this.tokens = new ArrayList<>(model.tokens());
        this.merges = new ArrayList<>(model.merges());
        for (int id = 0; id < tokens.size(); id++) {
            ids.put(tokens.get(id), id);
        }
    }

    /**
     * Limits of new tokens.
     *
     * @param longest the largest number of characters, at least 2
     * @param leastCount how often a pair must occur, at least 1
     */
    public record Limits(int longest, long leastCount) {}

    /**
     * Returns a model with new tokens behind the others and new merges behind the others.
     *
     * @param model the model to extend
     * @param words the words, each once
     * @param size the number of tokens to reach; there are fewer if the words have no more pairs
     */
    public static BpeModel extend(BpeModel model, Collection<TrainingWord> words, int size, Limits limits) {
        ContinuedTraining training = new ContinuedTraining(model, limits);
        training.split(words);
        training.run(size);
        return new BpeModel(training.tokens, training.merges);
    }

    private void split(Collection<TrainingWord> all) {
        Segmenter segmenter = new Segmenter(model);
        for (TrainingWord word : all) {
            int[] symbols = segmenter.segment(word.text());
            if (symbols.length > 1) {
                SplitWord split = new SplitWord(symbols, word.weight(), word.count());
                int number = words.size();
                words.add(split);
                split.forEachPair((left, right) -> pair(left, right).enter(number, split));
            }
        }
        pairs.forEach(this::offer);
    }

    private Pair pair(int left, int right) {
        int number = pairNumbers.get(left, right);
        if (number == PairMap.ABSENT) {
            number = pairs.size();
            pairNumbers.put(left, right, number);
            pairs.add(new Pair(left, right, tokens.get(left), tokens.get(right), limits.longest()));
        }
        return pairs.get(number);
    }

    private void offer(Pair pair) {
        if (pair.isCandidate() && pair.weight() > 0) {
            offers.add(new Offer(pair, pair.weight()));
        }
    }

    private void run(int size) {
        while (tokens.size() < size && !offers.isEmpty()) {
            Offer offer = offers.poll();
            Pair pair = offer.pair();
            if (pair.weight() < offer.weight()) {
                offer(pair); // it got lighter since
            } else if (pair.weight() == offer.weight() && pair.count() >= limits.leastCount()) {
                merge(pair);
            }
        }
    }

    private void merge(Pair pair) {
        int result = ids.computeIfAbsent(pair.text(), token -> {
            tokens.add(token);
            return tokens.size() - 1;
        });
        merges.add(new Merge(pair.left(), pair.right(), result));
        Set<Pair> heavier = new LinkedHashSet<>();
        for (int number : pair.words()) {
            SplitWord word = words.get(number);
            if (word.has(pair.left(), pair.right())) { // the index keeps words that have lost the pair
                word.forEachPair((left, right) -> pair(left, right).remove(word));
                word.merge(pair.left(), pair.right(), result);
                word.forEachPair((left, right) -> {
                    Pair now = pair(left, right);
                    if (left == result || right == result) {
                        now.enter(number, word);
                        heavier.add(now);
                    } else {
                        now.add(word);
                    }
                });
            }
        }
        pair.forgetWords();
        heavier.forEach(this::offer);
    }

    /** A pair at the weight that it had once. The heaviest comes first. */
    private record Offer(Pair pair, long weight) implements Comparable<Offer> {
        @Override
        public int compareTo(Offer other) {
            int byWeight = Long.compare(other.weight, weight);
            return byWeight != 0 ? byWeight : pair.compareTo(other.pair);
        }
    }
}
