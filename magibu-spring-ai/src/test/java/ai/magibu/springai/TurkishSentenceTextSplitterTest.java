package ai.magibu.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.test.TinyModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;

@Tag("locale")
class TurkishSentenceTextSplitterTest {

    private static MagibuEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = TinyModel.load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    private static int tokens(String text) {
        return embedder.countTokens(Passage.of(text), Prompt.DOCUMENT);
    }

    @Test
    void chunks_areWholeSentencesOfTheDocumentThatFit() {
        String text = ("Prof. Dr. Ayşe Hanım 19. yüzyılı anlattı.\nII. Mahmut M.Ö. 3. yüzyılda yaşamadı! ").repeat(12);
        int limit = tokens(text.strip().substring(0, 160));

        List<Document> chunks = new TurkishSentenceTextSplitter(limit, limit / 3, embedder)
                .split(new Document(text, Map.of("title", "Tarih")));

        assertThat(chunks).hasSizeGreaterThan(3).allSatisfy(chunk -> {
            assertThat(text).contains(chunk.getText());
            assertThat(tokens(chunk.getText())).isLessThanOrEqualTo(limit);
            assertThat(chunk.getText()).matches("(?s)(Prof|II\\.).*[.!]");
            assertThat(chunk.getMetadata()).containsEntry("title", "Tarih");
        });
    }

    @Test
    void blankDocument_hasNoChunk() {
        assertThat(new TurkishSentenceTextSplitter(50, 0, embedder).split(List.of(new Document("\u00A0\u2028"), new Document("Göl."))))
                .extracting(Document::getText)
                .containsExactly("Göl.");
    }

    @Test
    void numbersOutOfRange_areRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TurkishSentenceTextSplitter(10, 10, embedder))
                .withMessageContaining("overlapTokens");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TurkishSentenceTextSplitter(2, 0, embedder).split(new Document("Göl.")))
                .withMessageContaining("raise maxTokens");
    }
}
