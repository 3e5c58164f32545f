package ai.magibu.evaluation.internal.protocol;

import static ai.magibu.evaluation.internal.protocol.ExpectedScores.assertClose;
import static ai.magibu.evaluation.internal.protocol.ExpectedScores.assertScores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.internal.Goldens;
import ai.magibu.evaluation.internal.vector.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetrievalGoldenTest {

    private static final Map<String, String> TREC_NAMES = Map.of("ndcg_cut", "ndcg_at", "map_cut", "map_at", "recall", "recall_at", "P",
            "precision_at", "success", "hit_rate_at");

    static Stream<Named<JsonNode>> results() {
        return Goldens.cases("retrieval", golden -> golden.get("kind").textValue().equals("results"));
    }

    static Stream<Named<JsonNode>> searches() {
        return Goldens.cases("retrieval", golden -> golden.get("kind").textValue().equals("search"));
    }

    @ParameterizedTest
    @MethodSource("results")
    void scoresOfResultsAreThoseOfTrecEval(JsonNode golden) {
        List<Ranking> rankings = new ArrayList<>();
        golden.get("results").properties().forEach(query -> {
            List<String> documents = new ArrayList<>();
            query.getValue().fieldNames().forEachRemaining(documents::add);
            double[] scores = documents.stream().mapToDouble(document -> query.getValue().get(document).doubleValue()).toArray();
            rankings.add(new Ranking(query.getKey(), documents, scores));
        });
        RetrievalScores scores = score(golden, rankings);
        // mteb 1.31.3 leaves equal scores in an arbitrary order for MRR.
        boolean ties = rankings.stream().anyMatch(r -> DoubleStream.of(r.scores()).distinct().count() < r.scores().length);
        assertScores(scores.scores(), golden.get("expected"), name -> isRounded(name), 0);
        assertScores(scores.scores(), golden.get("expected"), name -> !isRounded(name) && !(ties && name.contains("mrr")), 1e-9);
        golden.get("per_query").properties().forEach(query -> query.getValue().properties().forEach(value -> {
            String trecName = value.getKey();
            int underscore = trecName.lastIndexOf('_');
            String name = TREC_NAMES.get(trecName.substring(0, underscore)) + trecName.substring(underscore);
            double ours = scores.perQuery().get(name)[scores.queries().indexOf(query.getKey())];
            assertClose(ours, value.getValue().doubleValue(), 1e-9, query.getKey() + " " + trecName);
        }));
        assertThat(scores.queries()).hasSize(golden.get("per_query").size());
    }

    @ParameterizedTest
    @MethodSource("searches")
    void theSearchFindsWhatTheReferenceFinds(JsonNode golden) {
        float[][] corpus = Goldens.floats(golden.get("corpus"));
        float[][] queries = Goldens.floats(golden.get("queries"));
        List<Ranking> rankings = Ranking.search(Vectors.of(corpus), ids("d", corpus.length), Vectors.of(queries), ids("q", queries.length));
        assertThat(rankings).hasSize(queries.length);
        for (Ranking ranking : rankings) {
            assertThat(ranking.documents()).as(ranking.query()).isEqualTo(Goldens.texts(golden.get("order").get(ranking.query())));
            if (golden.hasNonNull("scores")) {
                assertThat(ranking.scores()).containsExactly(Goldens.doubles(golden.get("scores").get(ranking.query())), within(1e-6));
            }
        }
        assertScores(score(golden, rankings).scores(), golden.get("expected"), name -> true, 0);
    }

    private static RetrievalScores score(JsonNode golden, List<Ranking> rankings) {
        Map<String, Map<String, Integer>> qrels = new LinkedHashMap<>();
        golden.get("qrels").properties().forEach(query -> {
            Map<String, Integer> grades = new LinkedHashMap<>();
            query.getValue().properties().forEach(grade -> grades.put(grade.getKey(), grade.getValue().intValue()));
            qrels.put(query.getKey(), grades);
        });
        return RetrievalProtocol.score(rankings, qrels, document -> true, golden.get("ignore_identical_ids").booleanValue(),
                Protocol.TRMTEB);
    }

    private static boolean isRounded(String name) {
        return !name.startsWith("mrr") && !name.startsWith("nauc");
    }

    private static List<String> ids(String prefix, int n) {
        return IntStream.range(0, n).mapToObj(i -> prefix + i).toList();
    }
}
