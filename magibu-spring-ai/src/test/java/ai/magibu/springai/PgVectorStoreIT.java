package ai.magibu.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.dev.postgres.DevPostgres;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import com.pgvector.PGvector;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.test.vectorstore.BaseVectorStoreTests;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.pgvector.PgVectorStore;
import org.springframework.jdbc.core.JdbcTemplate;

/** Spring AI's vector store on a real database, as a user sets it up, including Spring AI's own tests for vector stores. */
class PgVectorStoreIT extends BaseVectorStoreTests {

    private static final String SCHEMA = "magibu_spring_ai_it";

    private static final Document CAPITAL = new Document(
            "Ankara, Türkiye'nin başkentidir ve İç Anadolu'da yer alır.",
            Map.of("title", "Başkentler", "konu", "coğrafya", "yil", 2023));
    private static final Document STRAIT = new Document(
            "İstanbul Boğazı, Karadeniz'i Marmara Denizi'ne bağlar.",
            Map.of("title", "Boğazlar", "konu", "coğrafya", "yil", 2020));
    private static final Document SPINACH =
            new Document("Ispanak, demir bakımından zengin bir sebzedir.", Map.of("konu", "ılıman iklim", "yil", 2023));

    private static final String QUESTION = "Türkiye'nin başkenti neresidir?";

    private static MagibuEmbedder embedder;
    private static DevPostgres database;

    private JdbcTemplate jdbc;
    private PgVectorStore store;

    @BeforeAll
    static void start() {
        embedder = TinyModel.load();
        database = DevPostgres.temporary();
    }

    @AfterAll
    static void stop() {
        if (database != null) {
            database.close();
        }
        embedder.close();
    }

    @BeforeEach
    void createStore() {
        MagibuEmbeddingModel model = MagibuEmbeddingModel.builder().embedder(embedder).build();
        jdbc = new JdbcTemplate(database.dataSource());
        store = PgVectorStore.builder(jdbc, model)
                .schemaName(SCHEMA)
                .initializeSchema(true)
                .batchingStrategy(new MagibuBatchingStrategy(model))
                .build();
        store.afterPropertiesSet();
    }

    @AfterEach
    void dropStore() {
        jdbc.execute("DROP SCHEMA " + SCHEMA + " CASCADE");
    }

    @Override
    protected void executeTest(Consumer<VectorStore> test) {
        test.accept(store);
    }

    private float[] stored(Document document) {
        PGvector vector = jdbc.queryForObject(
                "SELECT embedding FROM " + SCHEMA + ".vector_store WHERE id = ?::uuid",
                (row, number) -> new PGvector(row.getString(1)),
                document.getId());
        return vector.toArray();
    }

    @Test
    void addedDocuments_areStoredAsSentenceTransformersEncodesDocuments() throws IOException {
        List<ReferenceVector> goldens = TinyModel.referenceVectors("document").stream()
                .filter(golden -> golden.text().indexOf('\0') < 0) // PostgreSQL's text cannot hold it
                .toList();
        List<Document> documents = goldens.stream().map(golden -> new Document(golden.text())).toList();

        store.add(documents);

        for (int i = 0; i < documents.size(); i++) {
            assertThat(stored(documents.get(i)))
                    .usingComparatorWithPrecision(5e-6f)
                    .containsExactly(goldens.get(i).vector());
        }
    }

    @Test
    void titles_areStoredInTheVectors() {
        store.add(List.of(CAPITAL, STRAIT, SPINACH));

        assertThat(stored(CAPITAL))
                .usingComparatorWithPrecision(5e-6f)
                .containsExactly(embedder.encodeDocument(Passage.titled("Başkentler", CAPITAL.getText())));
        assertThat(stored(SPINACH))
                .usingComparatorWithPrecision(5e-6f)
                .containsExactly(embedder.encodeDocument(SPINACH.getText()));
    }

    @Test
    void similaritySearch_comparesTheQueryUnderItsPromptToTheDocumentsUnderTheirs() {
        store.add(List.of(CAPITAL, STRAIT, SPINACH));
        float[] query = embedder.encodeQuery(QUESTION);

        List<Document> found = store.similaritySearch(SearchRequest.builder()
                .query(QUESTION)
                .topK(3)
                .build());

        assertThat(found).extracting(Document::getId).containsExactlyInAnyOrder(CAPITAL.getId(), STRAIT.getId(), SPINACH.getId());
        for (Document document : found) {
            Passage passage = Passage.titled((String) document.getMetadata().get("title"), document.getText());
            double cosine = MagibuEmbedder.similarity(query, embedder.encodeDocument(passage));
            assertThat(document.getScore()).isCloseTo(cosine, within(1e-5));
        }
        assertThat(found).isSortedAccordingTo((one, other) -> Double.compare(other.getScore(), one.getScore()));
    }

    @Test
    void filterExpression_choosesByTurkishMetadata() {
        store.add(List.of(CAPITAL, STRAIT, SPINACH));

        assertThat(search("konu == 'coğrafya'")).containsExactlyInAnyOrder(CAPITAL.getId(), STRAIT.getId());
        assertThat(search("konu == 'coğrafya' && yil > 2021")).containsExactly(CAPITAL.getId());
        assertThat(search("konu == 'ılıman iklim'")).containsExactly(SPINACH.getId());
    }

    private List<String> search(String filter) {
        // Spring AI omits results with a negative cosine, which an untrained model often gives; this query has none.
        SearchRequest request = SearchRequest.builder()
                .query(QUESTION)
                .filterExpression(filter)
                .build();
        return store.similaritySearch(request).stream().map(Document::getId).toList();
    }

    @Test
    void deletedDocuments_areNotFoundAgain() {
        store.add(List.of(CAPITAL, STRAIT, SPINACH));

        store.delete(List.of(CAPITAL.getId()));
        assertThat(search("yil > 0")).containsExactlyInAnyOrder(STRAIT.getId(), SPINACH.getId());

        store.delete("konu == 'coğrafya'");
        assertThat(search("yil > 0")).containsExactly(SPINACH.getId());
    }

    @Test
    void textAboveEveryLimit_isStored() {
        Document tooLong = new Document("uzun ".repeat(20_000));

        store.add(List.of(CAPITAL, tooLong, SPINACH));

        assertThat(stored(tooLong))
                .usingComparatorWithPrecision(5e-6f)
                .containsExactly(embedder.encodeDocument(tooLong.getText()));
        assertThat(stored(SPINACH))
                .usingComparatorWithPrecision(5e-6f)
                .containsExactly(embedder.encodeDocument(SPINACH.getText()));
    }
}
