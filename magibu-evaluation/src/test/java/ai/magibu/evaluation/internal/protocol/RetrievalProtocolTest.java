package ai.magibu.evaluation.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.internal.vector.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetrievalProtocolTest {

    private static final Ranking FIRST = new Ranking("a", List.of("x", "y"), new double[] {.9, .8});
    private static final Ranking SECOND = new Ranking("b", List.of("x", "y"), new double[] {.9, .8});
    private static final Map<String, Map<String, Integer>> QRELS = Map.of("a", Map.of("x", 1), "b", Map.of("y", 1, "z", 1));

    @Test
    void namesAndTheirOrderAreThoseOfEachProtocol() {
        List<String> trmteb = List.copyOf(score(Protocol.TRMTEB).scores().asMap().keySet());
        assertThat(trmteb).hasSize(5 * 7 * 4 + 1)
                .startsWith("ndcg_at_1", "ndcg_at_3", "ndcg_at_5", "ndcg_at_10", "ndcg_at_20", "ndcg_at_100",
                        "ndcg_at_1000", "map_at_1")
                .contains("nauc_precision_at_20_diff1").endsWith("nauc_mrr_at_1000_max", "nauc_mrr_at_1000_std",
                        "nauc_mrr_at_1000_diff1", "main_score");
        List<String> mteb2 = new ArrayList<>(score(Protocol.MTEB2).scores().asMap().keySet());
        assertThat(mteb2.indexOf("accuracy")).isEqualTo(mteb2.indexOf("precision_at_1") - 1);
        assertThat(mteb2).endsWith("hit_rate_at_1", "hit_rate_at_3", "hit_rate_at_5", "hit_rate_at_10", "hit_rate_at_20", "hit_rate_at_100",
                "hit_rate_at_1000", "main_score");
        mteb2.removeIf(name -> name.equals("accuracy") || name.startsWith("hit_rate"));
        assertThat(mteb2).isEqualTo(trmteb);
    }

    @Test
    void eachQueryHasAValueOfEachMetric() {
        RetrievalScores scores = score(Protocol.MTEB2);
        assertThat(scores.queries()).containsExactly("a", "b");
        assertThat(scores.perQuery().get("recall_at_10")).containsExactly(1, .5);
        assertThat(scores.perQuery().get("mrr_at_10")).containsExactly(1, .5);
        assertThat(scores.scores().get("recall_at_10")).isEqualTo(.75);
        assertThat(scores.scores().get("accuracy")).isEqualTo(.5);
        assertThat(scores.scores().get("hit_rate_at_3")).isEqualTo(1);
    }

    @Test
    void theCeilingIsTheShareOfRelevantDocumentsInTheCorpus() {
        assertThat(score(Protocol.TRMTEB).ceiling()).isEqualTo(.75);
    }

    @Test
    void anIdenticalIdIsNeitherFoundNorReachableIfIgnored() {
        List<Ranking> rankings = List.of(new Ranking("x", List.of("x", "y"), new double[] {1, .5}));
        Map<String, Map<String, Integer>> qrels = Map.of("x", Map.of("y", 1, "x", 1));
        RetrievalScores kept = RetrievalProtocol.score(rankings, qrels, document -> true, false, Protocol.TRMTEB);
        assertThat(kept.scores().get("recall_at_10")).isEqualTo(1);
        RetrievalScores ignored = RetrievalProtocol.score(rankings, qrels, document -> true, true, Protocol.TRMTEB);
        assertThat(ignored.scores().get("mrr_at_1")).isEqualTo(1);
        assertThat(ignored.scores().get("recall_at_10")).isEqualTo(.5);
        assertThat(ignored.ceiling()).isEqualTo(.5);
    }

    @Test
    void idsThatDoNotMatchAreRejected() {
        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() -> RetrievalProtocol.score(List.of(FIRST), Map.of("c", Map.of("x", 1)), document -> true, false,
                        Protocol.TRMTEB))
                .withMessageContaining("Do the query ids");
        Vectors one = Vectors.of(new float[][] {{1}});
        assertThatIllegalArgumentException().isThrownBy(() -> Ranking.search(one, List.of("x"), one, List.of("a", "b")))
                .withMessage("There are 1 queries and 2 ids.");
    }

    private static RetrievalScores score(Protocol protocol) {
        return RetrievalProtocol.score(List.of(FIRST, SECOND), QRELS, Set.of("x", "y")::contains, false, protocol);
    }
}
