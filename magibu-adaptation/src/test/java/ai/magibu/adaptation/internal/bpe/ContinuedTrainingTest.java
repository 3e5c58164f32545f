package ai.magibu.adaptation.internal.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContinuedTrainingTest {

    private static final ContinuedTraining.Limits LIMITS = new ContinuedTraining.Limits(24, 1);

    @Test
    void theHeaviestPairBecomesAToken() {
        // ev+ler 5, ▁+ev 4, k+ev 1; then ▁+evler 4, k+evler 1.
        BpeModel model = SmallModel.of("▁evlrk", "e v", "l e", "le r");
        List<TrainingWord> words = List.of(word("▁evler", 4), word("kevler", 1));
        assertThat(added(model, words, 9, LIMITS)).containsExactly("evler", "▁evler", "kevler");
        assertThat(added(model, words, 1, LIMITS)).containsExactly("evler");
    }

    @Test
    void everyNewTokenIsWhatItsTextBecomes() {
        BpeModel model = SmallModel.of("▁evlrk", "e v", "l e", "le r");
        BpeModel extended =
                ContinuedTraining.extend(model, List.of(word("▁evler", 4), word("kevler", 1), word("▁lerk", 3)), 400, LIMITS);
        for (int id = model.tokens().size(); id < extended.tokens().size(); id++) {
            assertThat(SmallModel.segments(extended, extended.token(id))).containsExactly(extended.token(id));
        }
    }

    @Test
    void equalWeightsComeInTheOrderOfTheirTexts() {
        BpeModel model = SmallModel.of("abcd");
        List<TrainingWord> words = List.of(word("cd", 2), word("ba", 2), word("ab", 2));
        assertThat(added(model, words, 9, LIMITS)).containsExactly("ab", "ba", "cd");
        assertThat(added(model, List.of(words.get(2), words.get(0), words.get(1)), 9, LIMITS)).containsExactly("ab", "ba", "cd");
    }

    @Test
    void aRepeatedLetterIsMergedFromTheLeft() {
        // aa aa a: the pairs aa+a and aa+aa are equally heavy.
        assertThat(added(SmallModel.of("a"), List.of(word("aaaaa", 1)), 9, LIMITS)).containsExactly("aa", "aaa", "aaaaa");
    }

    @Test
    void aPairGetsHeavierThroughATokenThatExists() {
        // "abc" exists, but the merges of its text end at a+bc; a second way leads to it.
        BpeModel model = SmallModel.of("abcx", "b c", "a b", "ab c");
        BpeModel extended = ContinuedTraining.extend(model, List.of(word("abc", 5), word("xabc", 2)), 261 + 4, LIMITS);
        assertThat(SmallModel.segments(extended, "abc")).containsExactly("abc");
        assertThat(extended.tokens().subList(model.tokens().size(), extended.tokens().size())).containsExactly("xabc");
        assertThat(extended.merges()).hasSize(5);
    }

    @Test
    void onlyLettersAndTheStartOfAWordAreJoined() {
        BpeModel model = SmallModel.of("▁a1.,\u0301");
        assertThat(added(model, List.of(word("1a", 9), word("a1", 9), word("a.", 9), word("a▁", 9), word("▁▁", 9)), 9, LIMITS)).isEmpty();
        assertThat(added(model, List.of(word("▁a", 3), word("a\u0301", 2)), 9, LIMITS)).containsExactly("▁a", "a\u0301");
    }

    @Test
    void bytesAreNotJoined() {
        assertThat(added(SmallModel.of("a"), List.of(word("aş", 9)), 9, LIMITS)).isEmpty();
    }

    @Test
    void tokensHaveALargestLength() {
        assertThat(added(SmallModel.of("abc"), List.of(word("abc", 1)), 9, new ContinuedTraining.Limits(2, 1))).containsExactly("ab");
    }

    @Test
    void aRarePairIsNotJoined() {
        List<TrainingWord> words = List.of(new TrainingWord("ab", 90, 1), new TrainingWord("bc", 10, 2));
        assertThat(added(SmallModel.of("abc"), words, 9, new ContinuedTraining.Limits(24, 2))).containsExactly("bc");
    }

    private static List<String> added(BpeModel model, List<TrainingWord> words, int room, ContinuedTraining.Limits limits) {
        int size = model.tokens().size();
        BpeModel extended = ContinuedTraining.extend(model, words, size + room, limits);
        assertThat(extended.tokens().subList(0, size)).isEqualTo(model.tokens());
        return extended.tokens().subList(size, extended.tokens().size());
    }

    private static TrainingWord word(String text, long times) {
        return new TrainingWord(text, times, times);
    }
}
