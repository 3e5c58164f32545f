package ai.magibu.adaptation.internal.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmenterTest {

    @Test
    void theLowestRankComesFirst() {
        BpeModel model = SmallModel.of("abc", "b c", "a b");
        assertThat(SmallModel.segments(model, "abc")).containsExactly("a", "bc");
        assertThat(SmallModel.segments(model, "ab")).containsExactly("ab");
    }

    @Test
    void theLeftmostOfEqualRanksComesFirst() {
        assertThat(SmallModel.segments(SmallModel.of("a", "a a"), "aaa")).containsExactly("aa", "a");
    }

    @Test
    void aTokenMayHaveSeveralMerges() {
        BpeModel model = SmallModel.of("abc", "a b", "b c", "ab c", "a bc");
        assertThat(SmallModel.segments(model, "abc")).containsExactly("abc");
        assertThat(SmallModel.segments(model.retain(without(model, "ab")), "abc")).containsExactly("abc");
    }

    @Test
    void aCharacterWithoutATokenBecomesItsBytes() {
        assertThat(SmallModel.segments(SmallModel.of("a"), "aş")).containsExactly("a", "<0xC5>", "<0x9F>");
        assertThat(SmallModel.segments(SmallModel.of("a"), "😀")).containsExactly("<0xF0>", "<0x9F>", "<0x98>", "<0x80>");
    }

    @Test
    void anEmptyWordHasNoTokens() {
        assertThat(SmallModel.segments(SmallModel.of("a"), "")).isEmpty();
    }

    @Test
    void aTokenThatOtherMergesPreventIsNotReached() {
        BpeModel model = SmallModel.of("abc", "b c", "a b", "ab c");
        Segmenter segmenter = new Segmenter(model);
        assertThat(segmenter.reaches(model.id("bc"))).isTrue();
        assertThat(segmenter.reaches(model.id("abc"))).isFalse();
    }

    @Test
    void contradictionsAreRejected() {
        List<String> tokens = SmallModel.of("abc", "a b").tokens();
        int a = tokens.indexOf("a");
        int b = tokens.indexOf("b");
        int ab = tokens.indexOf("ab");
        Merge merge = new Merge(a, b, ab);
        assertThatThrownBy(() -> new BpeModel(tokens, List.of(merge, merge))).hasMessage("the merge of \"a\" and \"b\" occurs twice");
        assertThatThrownBy(() -> new BpeModel(tokens, List.of(new Merge(b, a, ab)))).hasMessage("merge 0 makes \"ba\", not \"ab\"");
        assertThatThrownBy(() -> new BpeModel(List.of("a", "a"), List.of())).hasMessage("the token \"a\" occurs twice");
        assertThatThrownBy(() -> new BpeModel(List.of("a"), List.of())).hasMessage("the byte token <0x00> is missing");
    }

    private static BitSet without(BpeModel model, String token) {
        BitSet kept = new BitSet();
        kept.set(0, model.tokens().size());
        kept.clear(model.id(token));
        return kept;
    }
}
