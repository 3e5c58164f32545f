package ai.magibu.adaptation.internal.surgery;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.internal.bpe.BpeModel;
import ai.magibu.adaptation.internal.bpe.ContinuedTraining;
import ai.magibu.adaptation.internal.bpe.NamedTokens;
import ai.magibu.adaptation.internal.bpe.Pruning;
import ai.magibu.adaptation.internal.bpe.TrainingWord;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Prunes a model and extends it. */
public final class Surgery {

    private final BpeModel teacher;
    private final Plan plan;
    private final BitSet required;
    private final int[] order;
    private final List<TrainingWord> words;

    private Surgery(BpeModel teacher, Plan plan, BitSet required, WeightedWords weights) {
        this.teacher = teacher;
        this.plan = plan;
        this.required = required;
        this.order = weights.order();
        this.words = weights.words();
    }

    /**
     * The wanted vocabulary.
     *
     * @param size the number of tokens
     * @param added the number of new tokens among them
     * @param named new tokens that are added whatever their frequency
     * @param limits limits of learned tokens
     */
    public record Plan(int size, int added, List<String> named, ContinuedTraining.Limits limits) {

        /** Copies the list. */
        public Plan {
            named = List.copyOf(named);
        }
    }

    /**
     * The models of a surgery.
     *
     * @param pruned the teacher's without the removed tokens
     * @param adapted with new tokens behind those that stayed
     */
    public record Models(BpeModel pruned, BpeModel adapted) {}

    /**
     * Runs a surgery. If the words have fewer pairs than the wanted new tokens, more of the teacher's tokens stay.
     *
     * @param requiredTokens tokens that stay, apart from bytes and single characters, which always do
     * @throws AdaptationException if the plan does not fit the model
     */
    public static Models run(BpeModel teacher, Plan plan, Collection<String> requiredTokens, WeightedWords weights) {
        BitSet required = required(teacher, requiredTokens);
        if (plan.size() > teacher.tokens().size()) {
            throw new AdaptationException(String.format(Locale.ROOT, "The size %,d is larger than the teacher's vocabulary of %,d tokens.",
                    plan.size(), teacher.tokens().size()));
        }
        long least = (long) required.cardinality() + plan.added();
        if (plan.size() < least) {
            throw new AdaptationException(String.format(Locale.ROOT,
                    "The size %,d is too small. The teacher's special tokens, bytes and single characters are %,d tokens; with %,d new "
                            + "ones the least size is %,d.",
                    plan.size(), required.cardinality(), plan.added(), least));
        }
        return new Surgery(teacher, plan, required, weights).run();
    }

    private Models run() {
        int stay = plan.size() - plan.added();
        while (true) {
            BpeModel pruned = teacher.retain(new Pruning(teacher).keep(required, order(), stay));
            BpeModel adapted = ContinuedTraining.extend(named(pruned), words, plan.size(), plan.limits());
            int missing = plan.size() - adapted.tokens().size();
            if (missing == 0) {
                return new Models(pruned, adapted);
            }
            stay += missing;
        }
    }

    /** Returns the order of usefulness: named tokens of the teacher first, which so keep their own derivation. */
    private int[] order() {
        IntStream named = plan.named().stream().mapToInt(teacher::id).filter(id -> id >= 0);
        return IntStream.concat(named, IntStream.of(order)).toArray();
    }

    private BpeModel named(BpeModel pruned) {
        BpeModel extended;
        try {
            extended = NamedTokens.add(pruned, plan.named());
        } catch (IllegalArgumentException e) {
            throw new AdaptationException(e.getMessage() + ". Name a token of the teacher's characters.", e);
        }
        if (extended.tokens().size() > plan.size()) {
            throw new AdaptationException("The named tokens need " + (extended.tokens().size() - pruned.tokens().size())
                    + " new tokens, which is more than may be added. Allow more new tokens.");
        }
        return extended;
    }

    private static BitSet required(BpeModel teacher, Collection<String> tokens) {
        BitSet required = new BitSet();
        for (int id = 0; id < teacher.tokens().size(); id++) {
            if (BpeModel.isCharacter(teacher.token(id))) {
                required.set(id);
            }
        }
        for (int value = 0; value < 256; value++) {
            required.set(teacher.byteId(value));
        }
        tokens.stream().mapToInt(teacher::id).filter(id -> id >= 0).forEach(required::set);
        return required;
    }
}
