package ai.magibu.adaptation.internal.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.adaptation.SmallTokenizer;
import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.corpus.Corpus;
import ai.magibu.adaptation.internal.tokenizer.TextCutter;
import ai.magibu.adaptation.internal.tokenizer.TokenizerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountTest {

    @TempDir
    private Path folder;

    private Path file;
    private TextCutter cutter;

    @BeforeEach
    void files() throws IOException {
        file = folder.resolve("tr.txt");
        cutter = new TextCutter(TokenizerFile.read(new SmallTokenizer().write(folder)), List.of());
    }

    @Test
    void wordsCharactersAndDecomposedTextsAreCounted() throws IOException {
        Files.writeString(file, "bir kitap, bir ev\ngu\u0308n\n\n");
        TextCounts counts = TextCounter.count(new Corpus("tr", List.of(file)), cutter, 2);
        assertThat(counts.parts())
                .isEqualTo(Map.of("bir", 1L, "▁kitap", 1L, ",", 1L, "▁bir", 1L, "▁ev", 1L, "gu\u0308n", 1L));
        assertThat(counts.texts()).isEqualTo(2);
        assertThat(counts.words()).isEqualTo(5);
        assertThat(counts.characters()).isEqualTo(21);
        assertThat(counts.decomposed()).isEqualTo(1);
    }

    @Test
    void theCountsDoNotDependOnTheNumberOfThreads() throws IOException {
        Files.writeString(file, "Evde kitap okudum. ".repeat(300).concat("\n").repeat(200));
        Corpus corpus = new Corpus("tr", List.of(file, file));
        TextCounts one = TextCounter.count(corpus, cutter, 1);
        assertThat(one.words()).isEqualTo(2 * 200 * 300 * 3);
        TextCounts four = TextCounter.count(corpus, cutter, 4);
        assertThat(four.parts()).isEqualTo(one.parts());
        assertThat(four.words()).isEqualTo(one.words());
    }

    @Test
    void aTextThatIsNotUtf8IsNamed() throws IOException {
        Files.write(file, new byte[] {'a', '\n', (byte) 0xFE});
        assertThatThrownBy(() -> TextCounter.count(new Corpus("tr", List.of(file)), cutter, 2)).isInstanceOf(AdaptationException.class)
                .hasMessage(file + ", line 2: the text is not UTF-8. Save the file in UTF-8.");
    }

    @Test
    void listedWordsCountCapitalizedAtATenth() throws IOException {
        Files.writeString(file, "için 100\nısı\t20\nev 9\n");
        assertThat(list("tr").parts())
                .isEqualTo(Map.of("▁için", 100L, "▁İçin", 10L, "▁ısı", 20L, "▁Isı", 2L, "▁ev", 9L));
        assertThat(list("de").parts()).containsEntry("▁Için", 10L);
    }

    @Test
    void aLineWithoutACountIsRejected() throws IOException {
        Files.writeString(file, "için 100\nkitap\n");
        assertThatThrownBy(() -> list("tr")).isInstanceOf(AdaptationException.class)
                .hasMessage(file + ", line 2: expected a word and its count of at most 12 digits, not \"kitap\".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kitap -5", "kitap 1234567890123", "kitap 1,5", "kitap 1e3", "iki kitap 3", "kitap\u00a05", "5"})
    void otherLinesAreRejected(String line) throws IOException {
        Files.writeString(file, line + "\n");
        assertThatThrownBy(() -> list("tr")).isInstanceOf(AdaptationException.class).hasMessageContaining("line 1: expected a word");
    }

    @Test
    void countsWhoseSumIsInexactAreRejected() throws IOException {
        Files.writeString(file, "kitap 999999999999\n".repeat(1001));
        assertThatThrownBy(() -> list("tr")).isInstanceOf(AdaptationException.class)
                .hasMessage(file + ", line 1001: the counts sum to more than 10^15. Divide all counts.");
    }

    @Test
    void filesThatCannotBeReadAreNamedOnce() {
        Path none = folder.resolve("none.txt");
        assertThatThrownBy(() -> TextCounter.count(new Corpus("tr", List.of(none)), cutter, 1)).isInstanceOf(AdaptationException.class)
                .hasMessage("The file cannot be read: " + none + ": no such file or folder");
        assertThatThrownBy(() -> TextCounter.count(new Corpus("tr", List.of(folder)), cutter, 1)).isInstanceOf(AdaptationException.class)
                .hasMessage(folder + ": it is a folder. Name a file.");
    }

    private TextCounts list(String language) {
        TextCounts counts = new TextCounts();
        WordList.count(file, language, cutter, counts);
        return counts;
    }
}
