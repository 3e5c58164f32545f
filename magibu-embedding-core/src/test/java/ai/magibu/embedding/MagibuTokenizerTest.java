package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Token ids back to text. */
class MagibuTokenizerTest {

    private static MagibuTokenizer tokenizer;

    @BeforeAll
    static void load() {
        tokenizer = MagibuTokenizer.load(Models.directory("tiny"));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", "Ankara", "  iki  boşluk ", "Türkiye'nin başkenti Ankara'dır.", "satır\n\tsatır", "İIıi ğüşöç", "日本語 🇹🇷 👩‍👩‍👧",
            "\u0000",
            "<bos> metin <eos>", "<pad>"})
    void idsOfAText_giveTheText(String text) {
        assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }

    @Test
    void idsWithoutTheSpecialTokensAround_giveTheText() {
        int[] ids = tokenizer.encode("Ankara güzel.");
        int[] around = tokenizer.encode("");

        assertThat(around).hasSize(2);
        assertThat(tokenizer.decode(Arrays.copyOfRange(ids, 1, ids.length - 1))).isEqualTo("Ankara güzel.");
        assertThat(tokenizer.decode(new int[0])).isEmpty();
    }

    @Test
    void oneSpecialTokenOfTwo_isWrittenOut() {
        int[] ids = tokenizer.encode("Ankara");

        assertThat(tokenizer.decode(Arrays.copyOf(ids, ids.length - 1))).isEqualTo("<bos>Ankara");
    }

    @Test
    void idsOfHalfACharacter_giveAnotherText() {
        int[] ids = tokenizer.encode("𐎀"); // four tokens, one for each byte

        assertThat(ids).hasSize(6);
        assertThat(tokenizer.encode(tokenizer.decode(new int[] {ids[1], ids[2]}))).doesNotContain(ids[1]);
    }

    @Test
    void unknownId_hasNoText() {
        assertThat(tokenizer.decode(new int[] {Integer.MAX_VALUE})).isEmpty();
    }

    @Test
    void negativeId_isRejected() {
        assertThatThrownBy(() -> tokenizer.decode(new int[] {7, -1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a token id is at least 0, but one of these is -1");
    }

    @Test
    void closedTokenizer_isRejected() {
        MagibuTokenizer closed = MagibuTokenizer.load(Models.directory("tiny"));
        closed.close();

        assertThatThrownBy(() -> closed.decode(new int[] {1})).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }
}
