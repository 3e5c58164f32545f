package ai.magibu.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuTokenizer;
import ai.magibu.embedding.test.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 128, 512, 2048})
    void text_hasExactlyTheTokensAskedFor(int tokens) {
        try (MagibuTokenizer tokenizer = MagibuTokenizer.load(TinyModel.folder())) {
            assertThat(tokenizer.count(new Texts(tokenizer::count).ofTokens(tokens, 3))).isEqualTo(tokens);
        }
    }

    @Test
    void texts_differByTheirFirstWord() {
        Texts texts = new Texts(text -> text.split(" ").length);

        assertThat(texts.ofTokens(20, 0)).isNotEqualTo(texts.ofTokens(20, 1));
    }
}
