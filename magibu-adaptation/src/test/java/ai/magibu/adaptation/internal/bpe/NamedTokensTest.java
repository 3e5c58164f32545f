package ai.magibu.adaptation.internal.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamedTokensTest {

    private final BpeModel model = SmallModel.of("▁abcd", "a b", "c d");

    @Test
    void aTokenIsMadeFromItsLongestPrefixAndTheRest() {
        BpeModel extended = NamedTokens.add(model, List.of("abcd"));
        assertThat(extended.tokens()).endsWith("cd", "abcd").hasSize(model.tokens().size() + 1);
        assertThat(SmallModel.segments(extended, "abcd")).containsExactly("abcd");
    }

    @Test
    void aRestThatIsNoTokenIsBuiltCharacterByCharacter() {
        BpeModel extended = NamedTokens.add(model, List.of("abdca"));
        assertThat(extended.tokens()).endsWith("dc", "dca", "abdca");
    }

    @Test
    void otherMergesCanPreventTheToken() {
        BpeModel extended = NamedTokens.add(SmallModel.of("abc", "b c", "a b"), List.of("abc"));
        assertThat(new Segmenter(extended).reaches(extended.id("abc"))).isFalse();
    }

    @Test
    void anExistingTokenChangesNothing() {
        assertThat(NamedTokens.add(model, List.of("ab", "a")).tokens()).isEqualTo(model.tokens());
    }

    @Test
    void aCharacterWithoutATokenIsRejected() {
        assertThatThrownBy(() -> NamedTokens.add(model, List.of("aşb"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the character U+015F of the token \"aşb\" is not in the vocabulary");
    }
}
