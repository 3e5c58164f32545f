package ai.magibu.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CacheKeyTest {

    @Test
    void sameParts_haveTheSameKey() {
        CacheKey key = CacheKey.of("model", List.of("query", "Ankara"));
        assertThat(key).isEqualTo(CacheKey.of("model", List.of("query", "Ankara")))
                .hasSameHashCodeAs(CacheKey.of("model", List.of("query", "Ankara")));
        assertThat(key.model()).isEqualTo("model");
        assertThat(key.bytes()).hasSize(32);
    }

    @Test
    void everyPart_changesTheKey() {
        assertThat(List.of(
                CacheKey.of("model", List.of("query", "Ankara")),
                CacheKey.of("other", List.of("query", "Ankara")),
                CacheKey.of("model", List.of("document", "Ankara")),
                CacheKey.of("model", List.of("query", "ankara")),
                CacheKey.of("model", List.of("Ankara", "query")),
                CacheKey.of("model", List.of("query", "Ankara", ""))))
                .doesNotHaveDuplicates();
    }

    @Test
    void bordersOfParts_areInTheKey() {
        assertThat(CacheKey.of("model", List.of("ab", "c"))).isNotEqualTo(CacheKey.of("model", List.of("a", "bc")));
        assertThat(CacheKey.of("ma", List.of("b"))).isNotEqualTo(CacheKey.of("m", List.of("ab")));
    }

    /** An encoding replaces them all by the same character. */
    @Test
    void loneSurrogates_areDifferentTexts() {
        assertThat(CacheKey.of("model", List.of("\ud83d"))).isNotEqualTo(CacheKey.of("model", List.of("\ud83e")))
                .isNotEqualTo(CacheKey.of("model", List.of("?")));
    }

    @Test
    void bytes_areACopy() {
        CacheKey key = CacheKey.of("model", List.of("Ankara"));
        key.bytes()[0]++;
        assertThat(key).isEqualTo(CacheKey.of("model", List.of("Ankara")));
    }
}
