package ai.magibu.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuTokenizer;
import ai.magibu.embedding.test.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTextsTest {

    private int calls;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 16, 127, 128, 512, 2048})
    void textHasExactlyTheTokensAskedFor(int tokens) {
        try (MagibuTokenizer tokenizer = MagibuTokenizer.load(TinyModel.folder())) {
            BenchTexts texts = new BenchTexts(text -> tokenizer.encode(text).length);
            for (int first = 0; first < 64; first += 9) {
                assertThat(tokenizer.encode(texts.ofTokens(tokens, first))).hasSize(tokens);
            }
        }
    }

    @Test
    void textsThatBeginElsewhereDiffer() {
        BenchTexts texts = new BenchTexts(BenchTextsTest::words);

        assertThat(texts.ofTokens(3, 0)).isEqualTo("sabah erkenden uyanan");
        assertThat(texts.ofTokens(3, 1)).isEqualTo("erkenden uyanan çocuklar");
    }

    @Test
    void longTextTakesFewCounts() {
        BenchTexts texts = new BenchTexts(text -> {
            calls++;
            return words(text);
        });

        assertThat(texts.ofTokens(2048, 0).split(" ")).hasSize(2048);
        assertThat(calls).isLessThan(30);
    }

    @Test
    void vocabularyThatAllowsNoExactNumberGivesTheNextLower() {
        BenchTexts texts = new BenchTexts(text -> 4 * words(text));

        assertThat(texts.ofTokens(10, 0)).isEqualTo("sabah erkenden");
    }

    private static int words(String text) {
        return text.split(" ").length;
    }
}
