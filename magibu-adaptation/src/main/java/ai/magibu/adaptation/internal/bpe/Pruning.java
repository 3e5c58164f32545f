package ai.magibu.adaptation.internal.bpe;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Chooses the tokens that stay. A token stays together with the tokens of its own derivation: those that the merges of its own text pass
 * through. So every token that stays is still what its text becomes.
 */
public final class Pruning {

    private final BpeModel model;
    private final Segmenter segmenter;

    /** Creates a pruning of a model. */
    public Pruning(BpeModel model) {
        this.model = model;
        this.segmenter = new Segmenter(model);
    }

    /**
     * Returns the tokens that stay.
     *
     * @param required the tokens that stay in any case, among them all bytes and single characters
     * @param order the other tokens, the most useful first. A token whose derivation does not fit anymore is passed over, and so is one
     *     that its own text does not become, as long as others fill the size
     * @param size the largest number of tokens
     * @throws IllegalArgumentException if there are more required tokens than that
     */
    public BitSet keep(BitSet required, int[] order, int size) {
        BitSet kept = (BitSet) required.clone();
        int count = kept.cardinality();
        if (count > size) {
            throw new IllegalArgumentException(count + " tokens are required, " + size + " may stay");
        }
        for (int i = 0; i < order.length && count < size; i++) {
            int id = order[i];
            if (!kept.get(id)) {
                List<Integer> missing = missing(id, kept);
                if (!missing.isEmpty() && count + missing.size() <= size) {
                    missing.forEach(kept::set);
                    count += missing.size();
                }
            }
        }
        for (int i = 0; i < order.length && count < size; i++) {
            if (!kept.get(order[i])) {
                kept.set(order[i]);
                count++;
            }
        }
        return kept;
    }

    /** Returns a token and the tokens of its derivation that are not kept yet; nothing if its own text does not become the token. */
    private List<Integer> missing(int id, BitSet kept) {
        List<Integer> missing = new ArrayList<>();
        int[] segments = segmenter.segment(model.token(id), result -> {
            if (!kept.get(result) && !missing.contains(result)) {
                missing.add(result);
            }
        });
        return segments.length == 1 && segments[0] == id ? missing : List.of();
    }
}
