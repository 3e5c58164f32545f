package ai.magibu.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeInterruptedException;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.test.TinyModel;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MagibuIngestorTest {

    private static MagibuEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = TinyModel.load();
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    private final InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
    private final List<String> progress = new ArrayList<>();

    /** Makes a segment of each line except "-". */
    private static List<TextSegment> lines(Document document) {
        return document.text().lines().filter(line -> !line.equals("-")).map(line -> TextSegment.from(line, document.metadata())).toList();
    }

    private MagibuIngestor.Builder ingestor() {
        return MagibuIngestor.builder().embedder(embedder).documentSplitter(MagibuIngestorTest::lines)
                .progressListener((done, total) -> progress.add(done + "/" + total));
    }

    private static Document document(int lines) {
        return Document.from(
                IntStream.range(0, lines).mapToObj(i -> "Satır " + i + " budur.").collect(Collectors.joining("\n")),
                Metadata.from("title", "Göl"));
    }

    @Test
    void segments_haveTheVectorsOfTheirTextsWithTheDocumentPromptAndTitle() {
        EmbeddedSegments embedded = ingestor().batchSize(2).build().embed(document(5));

        assertThat(embedded.segments()).extracting(TextSegment::text).hasSize(5).endsWith("Satır 4 budur.");
        for (int i = 0; i < 5; i++) {
            var expected = embedder.embed(Passage.titled("Göl", "Satır " + i + " budur."), EncodeOptions.of(Prompt.DOCUMENT));
            assertThat(MagibuEmbedder.similarity(embedded.embeddings().get(i).vector(), expected.vector())).isGreaterThan(0.999999f);
        }
        assertThat(progress).containsExactly("0/5", "2/5", "4/5", "5/5");
        int tokens = embedded.segments().stream()
                .mapToInt(segment -> embedder.countTokens(Passage.titled("Göl", segment.text()), Prompt.DOCUMENT))
                .sum();
        assertThat(embedded.tokenUsage().inputTokenCount()).isEqualTo(tokens);
        assertThat(embedded.droppedTokens()).containsExactly(0, 0, 0, 0, 0);
    }

    @Test
    void title_isLeftOutWhereThePromptHasNoPlaceForIt() {
        EmbeddedSegments embedded = ingestor().prompt(Prompt.NONE).build().embed(document(1));

        assertThat(embedded.embeddings().get(0).vector())
                .containsExactly(embedder.embed(Passage.of("Satır 0 budur."), EncodeOptions.of(Prompt.NONE)).vector());
    }

    @Test
    void ingest_storesEachDocumentAndCountsItsTokens() {
        MagibuIngestor ingestor = ingestor().embeddingStore(store).build();

        int one = ingestor.ingest(document(3)).tokenUsage().inputTokenCount();
        int three = ingestor.ingest(document(3), Document.from("-"), document(3)).tokenUsage().inputTokenCount();

        assertThat(three).isEqualTo(2 * one);
        var all = EmbeddingSearchRequest.builder().queryEmbedding(dev.langchain4j.data.embedding.Embedding.from(embedder.encodeQuery("a")))
                .maxResults(100).build();
        assertThat(store.search(all).matches()).hasSize(9)
                .allSatisfy(match -> assertThat(match.embedded().metadata().getString("title")).isEqualTo("Göl"));
        assertThat(progress).containsExactly("0/3", "3/3", "0/3", "3/3", "0/0", "0/3", "3/3");
    }

    @Test
    void interruption_stopsBetweenBatchesAndStoresNothing() {
        MagibuIngestor ingestor = ingestor().batchSize(2).embeddingStore(store)
                .progressListener((done, total) -> {
                    progress.add(done + "/" + total);
                    if (done == 2) {
                        Thread.currentThread().interrupt();
                    }
                })
                .build();

        assertThatThrownBy(() -> ingestor.ingest(document(6))).isInstanceOf(EncodeInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(progress).containsExactly("0/6", "2/6");
        var all = EmbeddingSearchRequest.builder().queryEmbedding(dev.langchain4j.data.embedding.Embedding.from(embedder.encodeQuery("a")))
                .build();
        assertThat(store.search(all).matches()).isEmpty();
    }

    @Test
    void exceptionOfTheListener_endsTheCall() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ingestor().batchSize(1).build().embed(document(3), (done, total) -> {
                    if (done == 1) {
                        throw new IllegalStateException("cancelled");
                    }
                    progress.add(done + "/" + total);
                }))
                .withMessage("cancelled");
        assertThat(progress).containsExactly("0/3");
    }

    @Test
    void lateChunking_reportsItsProgressToo() {
        ingestor().lateChunking(true).build().embed(document(4));

        assertThat(progress).containsExactly("0/4", "4/4");
    }

    @Test
    void batchOfNothing_isRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> ingestor().batchSize(0)).withMessageContaining("at least 1, not 0");
    }
}
