package ai.magibu.adaptation.internal.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PruningTest {

    /** "abcd" has two merges, and its own text takes the first: ab + cd. */
    private final BpeModel model = SmallModel.of("abcd", "a b", "c d", "ab cd", "b c", "bc d", "a bcd");

    @Test
    void aTokenStaysWithItsOwnDerivation() {
        BpeModel pruned = keep(3, "abcd");
        assertThat(pruned.tokens().subList(260, 263)).containsExactly("ab", "cd", "abcd");
        assertThat(SmallModel.segments(pruned, "abcd")).containsExactly("abcd");
    }

    @Test
    void aRemovedTokenTakesOnlyTheMergesThatNameOrMakeIt() {
        BpeModel pruned = keep(3, "abcd");
        assertThat(pruned.merges()).extracting(merge -> pruned.token(merge.left()) + "+" + pruned.token(merge.right()))
                .containsExactly("a+b", "c+d", "ab+cd");
    }

    @Test
    void aTokenWhoseDerivationDoesNotFitIsPassedOver() {
        BpeModel pruned = keep(2, "abcd", "bc", "ab");
        assertThat(pruned.tokens().subList(260, pruned.tokens().size())).containsExactlyInAnyOrder("bc", "ab");
    }

    @Test
    void aTokenThatItsOwnTextDoesNotBecomeIsPassedOver() {
        assertThat(SmallModel.segments(model, "bcd")).containsExactly("b", "cd");
        assertThat(keep(1, "bcd", "ab").tokens()).contains("ab").doesNotContain("bcd");
    }

    @Test
    void suchATokenStaysIfNoOtherFillsTheSize() {
        BpeModel pruned = keep(model.tokens().size() - 260, model.tokens().toArray(String[]::new));
        assertThat(pruned.tokens()).isEqualTo(model.tokens());
        assertThat(pruned.merges()).isEqualTo(model.merges());
    }

    @Test
    void tooManyRequiredTokensAreRejected() {
        assertThatThrownBy(() -> new Pruning(model).keep(required(), new int[0], 259)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("260 tokens are required, 259 may stay");
    }

    private BpeModel keep(int further, String... order) {
        int[] ids = Stream.of(order).mapToInt(model::id).toArray();
        return model.retain(new Pruning(model).keep(required(), ids, 260 + further));
    }

    private BitSet required() {
        BitSet required = new BitSet();
        List<String> tokens = model.tokens();
        for (int id = 0; id < tokens.size(); id++) {
            required.set(id, id < 256 || BpeModel.isCharacter(tokens.get(id)));
        }
        return required;
    }
}
