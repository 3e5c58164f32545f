package ai.magibu.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.Span;
import ai.magibu.embedding.test.TinyModel;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentSplitter;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.document.splitter.DocumentSplitters;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.IngestionResult;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LateChunkingTest {

    private static final String TEXT =
            "İstanbul büyük bir şehirdir.  Boğaz onu ikiye böler.\r\nKıyısında çay içilir. ☕🍵\n\n\nÇok güzeldir.";

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

    private static MagibuIngestor.Builder ingestor(DocumentSplitter splitter) {
        return MagibuIngestor.builder().lateChunking(true).embedder(embedder).documentSplitter(splitter);
    }

    /** Splits into unchanged sentences, without positions. */
    private static List<TextSegment> sentences(Document document) {
        return List.of(
                TextSegment.from("İstanbul büyük bir şehirdir.", document.metadata()),
                TextSegment.from("Boğaz onu ikiye böler. Kıyısında çay içilir. ☕🍵", document.metadata()),
                TextSegment.from("Çok güzeldir.", document.metadata()));
    }

    @Test
    void segments_haveTheVectorsOfTheirPlacesInTheDocument() {
        EmbeddedSegments chunks = ingestor(LateChunkingTest::sentences).build().embed(Document.from(TEXT));

        List<Span> places = List.of(new Span(0, 28), new Span(30, TEXT.indexOf("🍵") + 2), new Span(TEXT.indexOf("Çok"), TEXT.length()));
        List<float[]> expected = embedder.encodeChunks(TEXT, places);
        assertThat(chunks.segments()).containsExactlyElementsOf(sentences(Document.from(TEXT)));
        for (int i = 0; i < 3; i++) {
            assertThat(chunks.embeddings().get(i).vector()).containsExactly(expected.get(i));
        }
        assertThat(chunks.droppedTokens()).containsExactly(0, 0, 0);
    }

    @Test
    void frameworksOwnSplitters_areFollowed() {
        String text = (TEXT + "\n\n").repeat(6);
        MagibuTokenCountEstimator estimator = new MagibuTokenCountEstimator(embedder);
        for (DocumentSplitter splitter : List.of(
                DocumentSplitters.recursive(60, 0, estimator),
                DocumentSplitters.recursive(60, 25, estimator),
                DocumentSplitters.recursive(24, 12),
                DocumentSplitters.recursive(300, 100))) {
            EmbeddedSegments chunks = ingestor(splitter).build().embed(Document.from(text));
            List<Span> spans = new SegmentLocator(text).locate(chunks.segments());
            assertThat(chunks.embeddings()).hasSameSizeAs(chunks.segments()).hasSizeGreaterThan(2);
            for (int i = 0; i < spans.size(); i++) {
                String there = text.substring(spans.get(i).start(), spans.get(i).end());
                assertThat(there.replaceAll("\\s", "")).isEqualTo(chunks.segments().get(i).text().replaceAll("\\s", ""));
                assertThat(i == 0 || spans.get(i).end() > spans.get(i - 1).end()).isTrue();
            }
        }
    }

    @Test
    void ingest_storesSegmentsWithTheirEmbeddingsAndCountsTheirTokens() {
        Document document = Document.from(TEXT, Metadata.from("source", "a.txt"));

        IngestionResult result =
                ingestor(LateChunkingTest::sentences).embeddingStore(store).build().ingest(document, Document.from(TEXT));

        assertThat(result.tokenUsage().inputTokenCount()).isBetween(1, 2 * embedder.countTokens(TEXT));
        float[] expected = embedder.encodeChunks(TEXT, List.of(new Span(0, 28))).get(0);
        var best = store.search(EmbeddingSearchRequest.builder().queryEmbedding(Embedding.from(expected)).maxResults(10).build()).matches();
        assertThat(best).hasSize(6);
        assertThat(best.get(0).score()).isGreaterThan(0.99999);
        assertThat(best.subList(0, 2)).extracting(match -> match.embedded().text()).containsOnly("İstanbul büyük bir şehirdir.");
        assertThat(best).anySatisfy(match -> assertThat(match.embedded().metadata().getString("source")).isEqualTo("a.txt"));
    }

    @Test
    void title_goesIntoThePromptWhereThatHasAPlace() {
        Document document = Document.from(TEXT, Metadata.from(MagibuEmbeddingModel.TITLE_METADATA_KEY, "Şehirler"));
        Span first = new Span(0, 28);

        EmbeddedSegments titled = ingestor(LateChunkingTest::sentences).build().embed(document);
        EmbeddedSegments plain = ingestor(LateChunkingTest::sentences).prompt(Prompt.NONE).build().embed(document);

        assertThat(titled.embeddings().get(0).vector())
                .containsExactly(vector(Passage.titled("Şehirler", TEXT), Prompt.DOCUMENT, first));
        assertThat(plain.embeddings().get(0).vector()).containsExactly(vector(Passage.of(TEXT), Prompt.NONE, first));
    }

    private static float[] vector(Passage document, Prompt prompt, Span first) {
        List<Span> spans = List.of(first, new Span(30, TEXT.indexOf("🍵") + 2), new Span(TEXT.indexOf("Çok"), TEXT.length()));
        return embedder.embedChunks(document, spans, EncodeOptions.of(prompt)).get(0).vector();
    }

    @Test
    void transformers_areAppliedBeforeSplittingAndAfterEmbedding() {
        EmbeddedSegments chunks = ingestor(LateChunkingTest::sentences)
                .documentTransformer(document -> Document.from(TEXT))
                .textSegmentTransformer(segment -> segment.text().startsWith("Boğaz") ? null : TextSegment.from("# " + segment.text()))
                .build()
                .embed(Document.from("başka"));

        assertThat(chunks.segments()).extracting(TextSegment::text).containsExactly("# İstanbul büyük bir şehirdir.", "# Çok güzeldir.");
        assertThat(chunks.embeddings().get(0).vector())
                .containsExactly(vector(Passage.of(TEXT), Prompt.DOCUMENT, new Span(0, 28)));
        assertThat(chunks.embeddings()).hasSize(2);
    }

    @Test
    void documentThatTheTransformerFiltersOut_leavesNothing() {
        EmbeddedSegments chunks = ingestor(LateChunkingTest::sentences).documentTransformer(document -> null).build()
                .embed(Document.from(TEXT));

        assertThat(chunks.segments()).isEmpty();
        assertThat(chunks.embeddings()).isEmpty();
        assertThat(chunks.tokenUsage().inputTokenCount()).isZero();
    }

    @Test
    void splitterThatChangesTheText_isRejected() {
        MagibuIngestor ingestor = ingestor(document -> List.of(TextSegment.from("İstanbul"), TextSegment.from("BOĞAZ onu ikiye böler.")))
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ingestor.embed(Document.from(TEXT)))
                .withMessageContaining("segment 1")
                .withMessageContaining("textSegmentTransformer");
    }

    @Test
    void repeatedText_isFoundInOrder() {
        String text = "ha ha ha ha ha ha";
        List<TextSegment> segments = List.of(TextSegment.from("ha ha"), TextSegment.from("ha ha"), TextSegment.from("ha ha"));

        assertThat(new SegmentLocator(text).locate(segments)).containsExactly(new Span(0, 5), new Span(6, 11), new Span(12, 17));
    }

    @Test
    void whatIsMissing_isNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> MagibuIngestor.builder().lateChunking(true).embedder(embedder).build())
                .withMessageContaining("documentSplitter");
        assertThatIllegalStateException()
                .isThrownBy(() -> MagibuIngestor.builder().lateChunking(true).documentSplitter(LateChunkingTest::sentences).build())
                .withMessageContaining("embedder");
        assertThatIllegalStateException()
                .isThrownBy(() -> ingestor(LateChunkingTest::sentences).build().ingest(Document.from(TEXT)))
                .withMessageContaining("embeddingStore");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ingestor(LateChunkingTest::sentences).prompt(Prompt.named("Clustering")).build())
                .withMessageContaining("Clustering");
    }
}
