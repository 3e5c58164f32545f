package ai.magibu.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.test.TinyModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.document.Document;

class MagibuBatchingStrategyTest {

    private static MagibuEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = TinyModel.load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    private final MagibuEmbeddingModel model =
            MagibuEmbeddingModel.builder().embedder(embedder).build();

    private MagibuBatchingStrategy strategy(int maxTokens) {
        return new MagibuBatchingStrategy(model, maxTokens);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 100, 1000})
    void batches_holdAllDocumentsInTheirOrder_andNoMoreTokensThanAsked_unlessOneAloneHasMore(int maxTokens) {
        Random random = new Random(7);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            documents.add(new Document("kelime ".repeat(random.nextInt(60)), Map.of("title", "ışık ".repeat(random.nextInt(3)))));
        }

        List<List<Document>> batches = strategy(maxTokens).batch(documents);

        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(documents);
        assertThat(batches).allSatisfy(batch -> assertThat(batch.size() == 1 || sent(batch) <= maxTokens).isTrue());
        for (int i = 1; i < batches.size(); i++) {
            List<Document> withTheNext = new ArrayList<>(batches.get(i - 1));
            withTheNext.add(batches.get(i).get(0));
            assertThat(sent(withTheNext)).isGreaterThan(maxTokens);
        }
    }

    private static int sent(List<Document> documents) {
        return documents.stream()
                .map(document -> Passage.titled((String) document.getMetadata().get("title"), document.getText()))
                .mapToInt(passage -> embedder.countTokens(passage, Prompt.DOCUMENT))
                .sum();
    }

    @Test
    void tokens_areThoseThatAreSent_promptAndTitleIncluded() {
        Document plain = new Document("Ankara");
        Document titled = new Document("Ankara", Map.of("title", "Türkiye'nin başkenti, en büyük ikinci kenti"));
        int both = sent(List.of(plain, titled));

        assertThat(sent(List.of(titled))).isGreaterThan(sent(List.of(plain)));
        assertThat(sent(List.of(plain))).isGreaterThan(embedder.countTokens("Ankara"));
        assertThat(strategy(both).batch(List.of(plain, titled))).hasSize(1);
        assertThat(strategy(both - 1).batch(List.of(plain, titled))).hasSize(2);
    }

    @Test
    void tokens_followTheModelsDocumentPrompt() {
        MagibuEmbeddingModel plain = MagibuEmbeddingModel.builder().embedder(embedder).documentPrompt(Prompt.NONE).build();
        Document titled = new Document("Ankara", Map.of("title", "Türkiye'nin başkenti"));
        int both = 2 * embedder.countTokens("Ankara");

        assertThat(new MagibuBatchingStrategy(plain, both).batch(List.of(titled, titled))).hasSize(1);
        assertThat(new MagibuBatchingStrategy(plain, both - 1).batch(List.of(titled, titled))).hasSize(2);
    }

    @Test
    void textAboveTheModelsLimit_isNoError_andCountsAsWhatIsLeftOfIt() {
        Document tooLong = new Document("uzun ".repeat(20_000));
        int limit = embedder.maxTokens();

        assertThat(embedder.countTokens(tooLong.getText())).isGreaterThan(20_000);
        assertThat(strategy(2 * limit).batch(Collections.nCopies(3, tooLong))).extracting(List::size).containsExactly(2, 1);
        assertThat(strategy(1).batch(List.of(new Document("a"), tooLong, new Document("b"))))
                .extracting(List::size)
                .containsExactly(1, 1, 1);
    }

    @Test
    void equalDocuments_areAllKept() {
        Document document = new Document("Ankara");

        assertThat(new MagibuBatchingStrategy(model).batch(Collections.nCopies(50, document)).stream().flatMap(List::stream))
                .hasSize(50);
    }

    @Test
    void noDocuments_makeNoBatch() {
        assertThat(new MagibuBatchingStrategy(model).batch(List.of())).isEmpty();
    }

    @Test
    void nullDocument_isRejected_namingItsPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> strategy(10).batch(Arrays.asList(new Document("a"), null)))
                .withMessageContaining("documents[1]");
        assertThatIllegalArgumentException().isThrownBy(() -> strategy(10).batch(null));
    }

    @Test
    void limitBelow1_isRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> strategy(0)).withMessageContaining("0");
    }

    @Test
    void closedEmbedder_makesItFail() {
        MagibuEmbedder closed = TinyModel.load();
        MagibuBatchingStrategy orphan = new MagibuBatchingStrategy(MagibuEmbeddingModel.builder().embedder(closed).build());
        closed.close();

        assertThatIllegalStateException().isThrownBy(() -> orphan.batch(List.of(new Document("a"))));
    }
}
