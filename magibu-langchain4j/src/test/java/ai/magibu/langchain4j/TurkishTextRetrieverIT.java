package ai.magibu.langchain4j;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.dev.postgres.DevPostgres;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.aggregator.ReciprocalRankFuser;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.filter.Filter;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class TurkishTextRetrieverIT {

    private static final UUID FIRST = UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2");
    private static final UUID SECOND = UUID.fromString("e902893a-9d22-3c7e-a7b8-d6e313b71d9f");

    private static DevPostgres database;
    private ChunkTable table;

    @BeforeAll
    static void start() throws SQLException {
        database = TestDatabase.empty();
    }

    @BeforeEach
    void emptyTable() throws SQLException {
        table = new ChunkTable(database);
    }

    private static List<String> texts(ContentRetriever retriever, String question) {
        return retriever.retrieve(Query.from(question)).stream().map(content -> content.textSegment().text()).toList();
    }

    /** LangChain4j's retriever on the same table; every query has the vector of every row. */
    private ContentRetriever vectorRetriever() {
        EmbeddingModel model = new EmbeddingModel() {
            @Override
            public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
                return Response.from(segments.stream().map(segment -> Embedding.from(new float[] {1, 0, 0})).toList());
            }
        };
        return EmbeddingStoreContentRetriever.builder().embeddingModel(model).embeddingStore(table.store()).maxResults(10).build();
    }

    @Test
    void bestComeFirstAndOnlyRowsWithAWordOfTheQuestion() {
        String best = table.add("Van Gölü kışın donmaz, çünkü suyu sodalıdır.", Metadata.from("title", "Van Gölü"));
        table.add("Göl suyu tuzludur.");
        table.add("Çorum'da leblebi yenir.");

        List<Content> found = table.retriever().build().retrieve(Query.from("Van Gölü'nün suyu kışın neden donmuyor?"));

        assertThat(found).extracting(content -> content.textSegment().text())
                .containsExactly("Van Gölü kışın donmaz, çünkü suyu sodalıdır.", "Göl suyu tuzludur.");
        assertThat(found.get(0).metadata()).containsEntry(ContentMetadata.EMBEDDING_ID, best);
        assertThat(found.get(0).metadata()).as("a ts_rank is not a similarity").doesNotContainKey(ContentMetadata.SCORE);
        assertThat(texts(table.retriever().maxResults(1).build(), "göl")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ne kadar?", "bir", "Nedir?", "zzzqqq", "😀", "?", "?\u0000?"})
    void questionOfStopWordsOrWithoutACommonWordFindsNothing(String question) {
        table.add("Bir göl ne kadar derin olur, nedir?");

        assertThat(table.retriever().build().retrieve(Query.from(question))).isEmpty();
    }

    /** The fuser merges equal contents: the same text, and metadata of the same types. */
    @Test
    void contentsEqualThoseOfTheStoresRetriever() {
        Metadata all = Metadata.from("title", "Göl").put("document_id", FIRST).put("position", 7).put("size", 5_000_000_000L)
                .put("share", 0.1).put("part", 0.5f).put("level", 3);
        table.add("Göl derindir.", all);
        table.add("Göl suyu.", Metadata.from("title", "Su").put("document_id", SECOND));
        table.add("Göl.");

        List<Content> byText = table.retriever().build().retrieve(Query.from("göl"));
        List<Content> byVector = vectorRetriever().retrieve(Query.from("göl"));

        assertThat(byText).hasSize(3).containsExactlyInAnyOrderElementsOf(byVector);
        assertThat(ReciprocalRankFuser.fuse(List.of(byText, byVector))).hasSize(3);
        assertThat(byText).extracting(content -> content.textSegment().metadata().toMap()).contains(all.toMap());
    }

    static Stream<Filter> filters() {
        Filter tenant = metadataKey("title").isEqualTo("a");
        return Stream.of(
                tenant,
                metadataKey("title").isNotEqualTo("a"),
                metadataKey("title").isIn("a", "b", "'); DROP TABLE chunks; --", "\u0000", "{a,b}", "a\",\"b"),
                metadataKey("title").isNotIn("a", "c"),
                metadataKey("title").isGreaterThan("B"),
                metadataKey("title").containsString("%"),
                metadataKey("title").containsString("a_"),
                metadataKey("title").containsString("\\"),
                metadataKey("title").isEqualTo("' or true --"),
                metadataKey("document_id").isEqualTo(FIRST),
                metadataKey("document_id").isIn(FIRST, SECOND),
                metadataKey("position").isEqualTo(1),
                metadataKey("position").isEqualTo(1L),
                metadataKey("position").isIn(1, 2, 99),
                metadataKey("position").isIn(1.0, 2.5),
                metadataKey("position").isNotIn(1, 2),
                metadataKey("position").isGreaterThan(1),
                metadataKey("position").isGreaterThan(1.5),
                metadataKey("position").isGreaterThanOrEqualTo(2),
                metadataKey("position").isLessThan(2),
                metadataKey("position").isLessThanOrEqualTo(2),
                metadataKey("position").isBetween(1, 2),
                metadataKey("size").isGreaterThan(4_000_000_000L),
                metadataKey("share").isLessThan(0.3),
                tenant.and(metadataKey("position").isNotEqualTo(1)),
                tenant.and(metadataKey("position").isNotIn(1, 5)),
                tenant.and(metadataKey("position").isEqualTo(1).or(metadataKey("position").isNotEqualTo(9))),
                tenant.or(metadataKey("position").isEqualTo(2)).and(metadataKey("size").isNotEqualTo(1L)),
                Filter.not(tenant),
                Filter.not(metadataKey("position").isGreaterThan(1)),
                Filter.not(tenant.and(metadataKey("position").isEqualTo(1))),
                Filter.not(tenant.or(Filter.not(metadataKey("position").isLessThan(3)))));
    }

    /** The same rows pass as in the filter's own test; langchain4j-pgvector returns more, because it leaves out brackets. */
    @ParameterizedTest
    @MethodSource("filters")
    void filterMeansWhatItsTestMeans(Filter filter) {
        List<Metadata> rows = List.of(
                Metadata.from("title", "a").put("position", 1).put("size", 1L).put("share", 0.1).put("document_id", FIRST),
                Metadata.from("title", "a").put("position", 2).put("document_id", SECOND),
                Metadata.from("title", "b").put("position", 1).put("size", 5_000_000_000L).put("share", 0.5),
                Metadata.from("title", "c%").put("position", 3),
                Metadata.from("title", "a_\\").put("size", 1L),
                new Metadata());
        for (int i = 0; i < rows.size(); i++) {
            table.add("göl " + i, rows.get(i));
        }

        // LangChain4j compares UUIDs as they are and rejects a missing key only where it has no meaning.
        assertThat(texts(table.retriever().filter(filter).build(), "göl"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.iterate(0, i -> i + 1).limit(rows.size()).filter(i -> filter.test(rows.get(i))).map(i -> "göl " + i)
                                .toList());
    }

    @Test
    void dynamicFilterSeesTheQuery() {
        table.add("göl a", Metadata.from("title", "a"));
        table.add("göl b", Metadata.from("title", "b"));
        ContentRetriever retriever = table.retriever()
                .dynamicFilter(query -> query.text().contains("b") ? metadataKey("title").isEqualTo("b") : null)
                .build();

        assertThat(texts(retriever, "göl b")).containsExactly("göl b");
        assertThat(texts(retriever, "göl")).containsExactly("göl a", "göl b");
    }

    @Test
    void columnsAndTableMayHaveOtherNames() throws SQLException {
        table.execute("CREATE SCHEMA IF NOT EXISTS depo", "DROP TABLE IF EXISTS depo.\"Parçalar\"", """
                CREATE TABLE depo."Parçalar" (kimlik bigint PRIMARY KEY, metin text, başlık text,
                    arama tsvector GENERATED ALWAYS AS (turkish_vector(metin)) STORED)""",
                "INSERT INTO depo.\"Parçalar\" (kimlik, metin, başlık) VALUES (7, 'Göl', 'Su')");
        TurkishTextRetriever retriever = TurkishTextRetriever.builder().dataSource(table.dataSource()).table("depo.\"Parçalar\"")
                .idColumn("kimlik").textColumn("metin").searchColumn("arama").metadataColumns(List.of("başlık text")).build();

        List<Content> found = retriever.retrieve(Query.from("göl"));

        assertThat(found).singleElement().satisfies(content -> {
            assertThat(content.textSegment().metadata().toMap()).containsOnlyKeys("başlık");
            assertThat(content.metadata()).containsEntry(ContentMetadata.EMBEDDING_ID, "7");
        });
    }

    @Test
    void failureOfTheDatabaseSaysWhatToDo() {
        assertThatThrownBy(() -> table.retriever().table("no_table").build().retrieve(Query.from("göl")))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("the text search in no_table failed")
                .hasMessageEndingWith(
                        ". Check that the table has these columns and that the functions of TurkishTextSearch.sql() are installed.")
                .hasCauseInstanceOf(SQLException.class);

        PGSimpleDataSource stopped = new PGSimpleDataSource();
        stopped.setPortNumbers(new int[] {1});
        assertThatThrownBy(() -> table.retriever().dataSource(stopped).build().retrieve(Query.from("göl")))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("refused")
                .hasMessageNotContaining("TurkishTextSearch");
    }

    @Test
    void missingAndWrongSettingsAreNamed() {
        assertThatIllegalStateException().isThrownBy(() -> TurkishTextRetriever.builder().table("a").build())
                .withMessageContaining("dataSource");
        assertThatIllegalStateException()
                .isThrownBy(() -> TurkishTextRetriever.builder().dataSource(table.dataSource()).build())
                .withMessageContaining("table");
        assertThatIllegalArgumentException().isThrownBy(() -> table.retriever().maxResults(0)).withMessageContaining("at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.retriever().metadataColumns(List.of("a text", "a uuid")))
                .withMessageContaining("\"a\" is listed twice");
    }
}
