package ai.magibu.it.applications;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.langchain4j.MagibuEmbeddingModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.scoring.onnx.OnnxScoringModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LangChain4j's cross-encoder for reranking in the same process. Its expected scores are PyTorch's; see {@code reference}. */
class RerankingIT {

    private static final Path MODELS = Path.of("src", "test", "resources", "cross-encoder").toAbsolutePath();

    @TempDir
    private Path cache;

    @ParameterizedTest
    @ValueSource(strings = {"scoring", "embedder"})
    void bothModelsAreRight_atTheSameTime_andAfterTheOthersEnd(String first) throws Exception {
        String output = new ChildJvm().run(RerankingProgram.class, 0, MODELS.toString(), cache.toString(), first);

        assertThat(number(output, "scores: ")).isLessThan(1e-4);
        assertThat(number(output, "vectors: ")).isLessThan(TinyModel.TOLERANCE);
        assertThat(number(output, first.equals("scoring") ? "vectors after the other's end: " : "scores after the other's end: "))
                .isLessThan(1e-4);
        assertThat(output.lines()).contains("closed");
    }

    private static double number(String output, String label) {
        return output.lines().filter(line -> line.startsWith(label)).map(line -> Double.parseDouble(line.substring(label.length())))
                .findFirst().orElseThrow(() -> new AssertionError(output));
    }

    /** As on the page "Rerank search results". */
    @Test
    void candidatesOfTheEmbedder_areRankedByTheCrossEncoder() throws Exception {
        String question = "Çay nerede yetişir?";
        List<JsonNode> rows = new ArrayList<>();
        new ObjectMapper().readTree(MODELS.resolve("scores.json").toFile()).forEach(rows::add);
        rows.removeIf(row -> !row.get("query").asText().equals(question));
        try (MagibuEmbedder embedder = TinyModel.builder().cacheDirectory(cache).load();
                OnnxScoringModel scoring = RerankingProgram.scoring(MODELS)) {
            MagibuEmbeddingModel model = MagibuEmbeddingModel.builder().embedder(embedder).build();
            InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
            List<TextSegment> segments = rows.stream().map(row -> TextSegment.from(row.get("document").asText())).toList();
            store.addAll(model.embedAll(segments).content(), segments);

            EmbeddingStoreContentRetriever candidates = EmbeddingStoreContentRetriever.builder()
                    .embeddingModel(model)
                    .embeddingInputType(EmbeddingInputType.QUERY)
                    .embeddingStore(store)
                    .maxResults(50)
                    .build();
            ReRankingContentAggregator reranking = ReRankingContentAggregator.builder().scoringModel(scoring).maxResults(3).build();
            Query query = Query.from(question);
            List<Content> ranked = reranking.aggregate(Map.of(query, List.of(candidates.retrieve(query))));

            rows.sort(Comparator.comparingDouble((JsonNode row) -> row.get("score").asDouble()).reversed());
            assertThat(ranked).extracting(content -> content.textSegment().text())
                    .containsExactlyElementsOf(rows.subList(0, 3).stream().map(row -> row.get("document").asText()).toList());
        }
    }
}
