package ai.magibu.sample.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceSplitterTest {

    private final SentenceSplitter splitter = new SentenceSplitter(new WordCount());

    /** In each text "|" stands where a sentence ends. */
    @ParameterizedTest
    @ValueSource(strings = {
        "Dr. Ahmet Bey geldi.| Prof. Dr. Ayşe Hanım gitti.",
        "M.Ö. 3000 yılında kuruldu.| M.S. 5. yüzyılda yıkıldı.",
        "Madde No. 5 uyarınca ödenir.| Ücret 3.500,50 TL'dir.| Oran 2,5'tir.",
        "19. yüzyılda Osmanlı değişti.| II. Mahmut reform yaptı.| III. Selim tahttan indi.",
        "Elma, armut vb. meyveler alındı.| \"Gel!\" dedi.| Nereye gidiyorsun?| İyiyim...| Sonra gitti.",
        "T.C. Anayasası 1982'de yürürlüğe girdi.| 29.10.1923 tarihinde ilan edildi.| Saat 14.30'da başladı.",
        "M. Kemal Atatürk 1881'de doğdu.| Bkz. s. 145.| Işık söndü.| İnsanlar dağıldı.",
        "Türk Hava Yolları A.Ş. Genel Müdürü konuştu.| (Bu bir nottur.)| “Tırnak içinde.”| Son."
    })
    void sentencesEndWhereTurkishEndsThem(String text) {
        List<String> expected = Arrays.stream(text.split("\\|")).map(String::strip).toList();

        assertThat(SentenceSplitter.sentences(text.replace("|", "")).stream().map(String::strip))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void sentencesFillAChunkUpToTheLimit() {
        assertThat(split("Bir iki üç. Dört beş. Altı yedi sekiz. Dokuz.", 5, 0))
                .containsExactly("Bir iki üç. Dört beş.", "Altı yedi sekiz. Dokuz.");
    }

    @Test
    void chunkBeginsWithTheLastSentencesOfTheOneBefore() {
        assertThat(split("Bir iki. Üç dört. Beş altı. Yedi sekiz. Dokuz on.", 6, 3))
                .containsExactly("Bir iki. Üç dört. Beş altı.", "Beş altı. Yedi sekiz. Dokuz on.");
    }

    @Test
    void overlapGivesWayToASentenceThatNeedsTheRoom() {
        assertThat(split("Bir iki. Üç dört. Beş altı yedi sekiz dokuz.", 5, 2))
                .containsExactly("Bir iki. Üç dört.", "Beş altı yedi sekiz dokuz.");
    }

    @Test
    void sentenceThatIsTooLongIsCutAtWords() {
        List<String> chunks = split("Bir iki üç dört beş altı yedi sekiz dokuz on.", 4, 0);

        assertThat(chunks).allSatisfy(chunk -> assertThat(new WordCount().estimateTokenCountInText(chunk)).isBetween(1, 4));
        assertThat(String.join(" ", chunks)).isEqualTo("Bir iki üç dört beş altı yedi sekiz dokuz on.");
    }

    @Test
    void wordThatIsTooLongIsCutWithoutBreakingACharacter() {
        String emoji = "😀".repeat(300);

        List<String> chunks = texts(new SentenceSplitter(new CharacterCount()).split(emoji, 7, 0));

        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.codePoints()).containsOnly("😀".codePointAt(0)));
        assertThat(String.join("", chunks)).isEqualTo(emoji);
    }

    @Test
    void paragraphsStayApart() {
        assertThat(split("Birinci satır\nsürer. Biter.\n\n\nİkinci paragraf.", 20, 0))
                .containsExactly("Birinci satır sürer. Biter.\n\nİkinci paragraf.");
    }

    @Test
    void blankTextGivesNoChunk() {
        assertThat(split(" \n\n \n", 10, 2)).isEmpty();
    }

    @Test
    void everySentenceIsInSomeChunkAndNoChunkIsContainedInTheOneBefore() {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sentences.add("Cümle " + "söz ".repeat(i % 7) + "sayı" + i + ".");
        }
        List<String> chunks = split(String.join(" ", sentences), 16, 6);

        assertThat(sentences).allSatisfy(sentence -> assertThat(chunks).anyMatch(chunk -> chunk.contains(sentence)));
        for (int i = 1; i < chunks.size(); i++) {
            assertThat(chunks.get(i - 1)).doesNotContain(chunks.get(i));
        }
    }

    @Test
    void chunksAreStretchesOfTheTextInOrder() {
        SplitText split = splitter.split("  Bir iki\n üç. Dört 😀 beş.\n\n\nAltı yedi sekiz. Dokuz on. ", 5, 2);

        assertThat(split.text()).isEqualTo("Bir iki üç. Dört 😀 beş.\n\nAltı yedi sekiz. Dokuz on.");
        assertThat(split.chunks()).hasSizeGreaterThan(2);
        for (SplitText.Chunk chunk : split.chunks()) {
            assertThat(split.text().substring(chunk.start(), chunk.end())).isEqualTo(chunk.text());
        }
        assertThat(split.chunks().get(0).start()).isZero();
        assertThat(split.chunks().get(split.chunks().size() - 1).end()).isEqualTo(split.text().length());
    }

    private List<String> split(String text, int chunkTokens, int overlapTokens) {
        return texts(splitter.split(text, chunkTokens, overlapTokens));
    }

    private static List<String> texts(SplitText split) {
        return split.chunks().stream().map(SplitText.Chunk::text).toList();
    }

    private static final class CharacterCount implements TokenCountEstimator {

        @Override
        public int estimateTokenCountInText(String text) {
            return text.codePointCount(0, text.length());
        }

        @Override
        public int estimateTokenCountInMessage(ChatMessage message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
            throw new UnsupportedOperationException();
        }
    }
}
