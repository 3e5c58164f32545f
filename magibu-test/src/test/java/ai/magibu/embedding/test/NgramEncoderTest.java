package ai.magibu.embedding.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.embedding.MagibuEmbedder;
import java.text.Normalizer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class NgramEncoderTest {

    private final NgramEncoder encoder = new NgramEncoder();

    private float similarity(String a, String b) {
        return MagibuEmbedder.similarity(encoder.encode(a), encoder.encode(b));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a", "Ankara, Türkiye'nin başkentidir.", "🐘", "\ud800", "\0\n\t"})
    void everyTextHasAVectorOfLengthOne(String text) {
        assertThat(MagibuEmbedder.similarity(encoder.encode(text), encoder.encode(text))).isCloseTo(1, within(1e-6f));
        double squares = 0;
        for (float component : encoder.encode(text)) {
            squares += component * component;
        }
        assertThat(squares).isCloseTo(1, within(1e-5));
        assertThat(encoder.encode(text)).hasSize(256).isEqualTo(new NgramEncoder(256).encode(text));
    }

    /** Computed by another implementation. A vector that a user's test has stored stays valid. */
    @Test
    void vectorsAreTheSameInEveryVersionAndLocale() {
        float unit = 1 / 4f;
        assertThat(new NgramEncoder(8).encode("DIŞ"))
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(unit, -unit, 0, -3 * unit, 0, unit, 0, -2 * unit);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Türkiye'nin başkenti neresidir? | Ankara, Türkiye'nin başkentidir.    | Elma kırmızı bir meyvedir.
            kırmızı meyveler                | Elma kırmızı bir meyvedir.          | Ankara, Türkiye'nin başkentidir.
            boğazlar                        | İstanbul Boğazı iki denizi bağlar.  | Ispanak bir sebzedir.
            ÇAY DEMLEMEK                    | çay nasıl demlenir                  | kahve nasıl pişer
            """)
    void textWithTheSameWordsIsNearer(String question, String near, String far) {
        assertThat(similarity(question, near)).isGreaterThan(similarity(question, far) + 0.1f);
    }

    @ParameterizedTest
    @CsvSource({"IĞDIR, ığdır", "İZMİR, izmir", "ŞIŞLİ, şışli"})
    void caseIsFoldedTheTurkishWay(String upper, String lower) {
        assertThat(encoder.encode(upper)).isEqualTo(encoder.encode(lower));
        assertThat(encoder.encode(Normalizer.normalize(upper, Normalizer.Form.NFD))).isEqualTo(encoder.encode(lower));
    }

    @Test
    void caseAndSpacesMakeNoDifference() {
        assertThat(encoder.encode("  Title\n CASE ")).isEqualTo(encoder.encode("title case"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void dimensionIsTheRequestedOne(int dimension) {
        assertThat(new NgramEncoder(dimension).encode("metin")).hasSize(dimension);
        assertThat(new NgramEncoder(dimension).dimension()).isEqualTo(dimension);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void dimensionBelowOneIsRejected(int dimension) {
        assertThatIllegalArgumentException().isThrownBy(() -> new NgramEncoder(dimension)).withMessageContaining("not " + dimension);
    }
}
