package ai.magibu.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ai.magibu.embedding.MagibuTokenizer;
import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.test.TinyModel;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class TurkishSentenceSplitterTest {

    private static MagibuTokenizer tokenizer;
    private static MagibuTokenCountEstimator tokens;

    @BeforeAll
    static void load() {
        tokenizer = MagibuTokenizer.load(TinyModel.folder());
        tokens = new MagibuTokenCountEstimator(tokenizer);
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void segmentsAreWholeSentencesWithTheirPlaces() {
        Document document = Document.from(
                "\u00A0Prof. Dr. Ayşe Hanım geldi.  II. Mahmut\nreform yaptı. 😀 M.Ö. 3000 yılı!\n\nSon paragraf.\u00A0",
                Metadata.from("title", "Ad"));

        List<TextSegment> segments = new TurkishSentenceSplitter(24, 0, tokens).split(document);

        assertThat(segments).extracting(TextSegment::text).contains("Prof. Dr. Ayşe Hanım geldi.").last().asString()
                .endsWith("Son paragraf.");
        for (int i = 0; i < segments.size(); i++) {
            Metadata metadata = segments.get(i).metadata();
            assertThat(metadata.toMap()).hasSize(4).contains(entry("title", "Ad"), entry("position", i));
            assertThat(document.text().substring(metadata.getInteger("start_offset"), metadata.getInteger("end_offset")))
                    .isEqualTo(segments.get(i).text());
        }
        assertThat(document.metadata().toMap()).hasSize(1);
    }

    @Test
    void segmentsFitTheModelAndOverlap() {
        String text = "Bugün hava çok güzel. Dışarısı güneşli. Yarın yağmur yağar mı? Belki. ".repeat(30);

        List<TextSegment> segments = new TurkishSentenceSplitter(60, 20, tokens).split(Document.from(text));

        assertThat(segments).hasSizeGreaterThan(5)
                .allSatisfy(segment -> assertThat(tokens.estimateTokenCountInText(segment.text())).isBetween(36, 60));
        for (int i = 1; i < segments.size(); i++) {
            assertThat(segments.get(i).metadata().getInteger("start_offset"))
                    .isLessThan(segments.get(i - 1).metadata().getInteger("end_offset"))
                    .isGreaterThan(segments.get(i - 1).metadata().getInteger("start_offset"));
        }
    }

    @Test
    void blankDocumentHasNoSegment() {
        assertThat(new TurkishSentenceSplitter(20, 5, tokens).split(Document.from("\u00A0\u2028"))).isEmpty();
    }

    @Test
    void interruptedThreadStops() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> new TurkishSentenceSplitter(20, 5, tokens).split(Document.from("Bir. İki.")))
                .isInstanceOf(EncodeInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
