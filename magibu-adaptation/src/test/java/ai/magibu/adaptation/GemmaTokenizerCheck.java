package ai.magibu.adaptation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.adaptation.api.SurgeryResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A surgery of the real tokenizer of Gemma 3, which is not part of this project. Builds do not run this class, because its name is not that
 * of a test. Run it with {@code -Dtest=GemmaTokenizerCheck -Dmagibu.gemma.tokenizer=FILE}.
 */
class GemmaTokenizerCheck {

    private static final int SIZE = 131_072;

    @TempDir
    private Path folder;

    @Test
    void turkishBecomesShorterAndNoCountedLanguageMuchLonger() {
        SurgeryResult result = TestTexts.turkish(
                TokenizerSurgery.of(Path.of(System.getProperty("magibu.gemma.tokenizer")), folder.resolve("student"), SIZE))
                .corpus(TestTexts.corpus("en", "en-ud-ewt"))
                .corpus(TestTexts.corpus("de", "de-ud-gsd"))
                .corpus(TestTexts.corpus("ru", "ru-ud-gsd"))
                .corpus(TestTexts.corpus("ja", "ja-ud-gsd"))
                .weight("tr", 10).added(40_000).run();
        assertThat(result.size()).isEqualTo(SIZE);
        assertThat(result.reachable()).isGreaterThanOrEqualTo(0.999);
        assertThat(TestTexts.fertility(result, "tr-ud-boun").change()).isLessThan(-0.15);
        assertThat(TestTexts.fertility(result, "tr-ud-kenet").change()).isLessThan(-0.15);
        assertThat(result.fertility()).allSatisfy(texts -> assertThat(texts.change()).isLessThan(0.10));
        assertThat(result.tokensWithoutRow()).containsExactly("<image_soft_token>");
    }
}
