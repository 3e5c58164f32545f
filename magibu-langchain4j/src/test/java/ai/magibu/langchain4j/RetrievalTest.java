package ai.magibu.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.test.TinyModel;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.document.splitter.DocumentSplitters;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStoreIngestor;
import dev.langchain4j.store.embedding.IngestionResult;
import dev.langchain4j.store.embedding.RelevanceScore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ingestion and retrieval through LangChain4j, as documented. */
class RetrievalTest {

    private static final String CAPITAL = "Ankara, Türkiye'nin başkentidir ve İç Anadolu'da yer alır.";
    private static final String STRAIT = "İstanbul Boğazı, Karadeniz'i Marmara Denizi'ne bağlar.";
    private static final String SPINACH = "Ispanak, demir bakımından zengin bir sebzedir.";

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
    private final InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();

    @Test
    void inputTypesOnBothSides_storeDocumentsAndSearchWithQueries() {
        IngestionResult ingested = EmbeddingStoreIngestor.builder()
                .documentSplitter(
                        DocumentSplitters.recursive(64, 8, new MagibuTokenCountEstimator(embedder, Prompt.DOCUMENT)))
                .embeddingModel(model)
                .embeddingInputType(EmbeddingInputType.DOCUMENT)
                .embeddingStore(store)
                .build()
                .ingest(Document.from(CAPITAL), Document.from(STRAIT), Document.from(SPINACH));

        List<Content> found = retrieve(EmbeddingInputType.QUERY, "Türkiye'nin başkenti neresidir?");

        int documentTokens = List.of(CAPITAL, STRAIT, SPINACH).stream()
                .mapToInt(text -> embedder.countTokens(Passage.of(text), Prompt.DOCUMENT))
                .sum();
        assertThat(ingested.tokenUsage().inputTokenCount()).isEqualTo(documentTokens);
        assertThat(storedVector(CAPITAL))
                .usingComparatorWithPrecision(5e-6f)
                .containsExactly(embedder.encodeDocument(CAPITAL));
        assertThat(found).extracting(content -> content.textSegment().text()).containsOnlyOnce(CAPITAL, STRAIT, SPINACH);
        float[] query = embedder.encodeQuery("Türkiye'nin başkenti neresidir?");
        for (Content content : found) {
            float cosine = MagibuEmbedder.similarity(query, embedder.encodeDocument(content.textSegment().text()));
            assertThat((double) content.metadata().get(ContentMetadata.SCORE))
                    .isCloseTo(RelevanceScore.fromCosineSimilarity(cosine), Offset.offset(1e-5));
        }
    }

    @Test
    void inputTypesOnNeitherSide_embedBothAlike() {
        EmbeddingStoreIngestor.builder()
                .embeddingModel(model)
                .embeddingStore(store)
                .build()
                .ingest(Document.from(CAPITAL), Document.from(STRAIT), Document.from(SPINACH));

        List<Content> found = retrieve(null, STRAIT);

        assertThat(found.get(0).textSegment().text()).isEqualTo(STRAIT);
        assertThat((double) found.get(0).metadata().get(ContentMetadata.SCORE)).isCloseTo(1, Offset.offset(1e-6));
    }

    @Test
    void documentPromptAsTheIngestorsDefault_storesDocumentsWithTheirTitles() {
        EmbeddingStoreIngestor.builder()
                .embeddingModel(model.withDefaultPrompt(Prompt.DOCUMENT))
                .embeddingStore(store)
                .build()
                .ingest(Document.from(CAPITAL, Metadata.from(MagibuEmbeddingModel.TITLE_METADATA_KEY, "Başkentler")));

        assertThat(storedVector(CAPITAL))
                .usingComparatorWithPrecision(5e-6f)
                .containsExactly(embedder.encodeDocument(Passage.titled("Başkentler", CAPITAL)));
    }

    private List<Content> retrieve(EmbeddingInputType inputType, String question) {
        return EmbeddingStoreContentRetriever.builder()
                .embeddingModel(model)
                .embeddingInputType(inputType)
                .embeddingStore(store)
                .maxResults(3)
                .build()
                .retrieve(Query.from(question));
    }

    private float[] storedVector(String text) {
        return store
                .search(EmbeddingSearchRequest.builder()
                        .queryEmbedding(Embedding.from(embedder.encodeDocument(text)))
                        .maxResults(10)
                        .build())
                .matches()
                .stream()
                .filter(match -> match.embedded().text().equals(text))
                .findFirst()
                .orElseThrow()
                .embedding()
                .vector();
    }
}
