package ai.magibu.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class ReportTest {

    @Test
    void ratio_isTheMedianOfTheRatiosOfTheRoundsThatBothHave() {
        Results.Work work = results(
                sitting("W1", ours(2.0, 10.0, 1.0, 100.0), contender("peer", null, 4.0, 30.0, 9.0)),
                sitting("W1", ours(1.0), contender("peer", null, 4.0)),
                sitting("W1", contender("peer", null, 1000.0)))
                .works()
                .get(0);

        assertThat(work.ratio("peer", Peers.MAGIBU_FP32)).isEqualTo(3.5, within(1e-12));
    }

    @Test
    void table_comparesWithinASittingAndSaysWhyAPeerIsMissing() {
        Results results = results(
                sitting("W1", ours(2.0, 4.0), contender("peer", null, 6.0, 12.0), Results.Contender.failed("broken", "ended; its log")),
                sitting("W1", ours(1.0), contender("other", "cuts at 512", 5.0)));

        String table = new Report(results).markdown();

        assertThat(table)
                .contains("| work W1 | peer | 2 | 9.00 s | 11 | 3.00× | – | – | – |  |")
                .contains("| work W1 | broken | 0 | | | | | | | ended; its log |")
                .contains("| work W1 | other | 1 | 5.00 s | 20 | 5.00× | – | – | – | cuts at 512 |");
    }

    @Test
    void table_comparesBf16WithInt8AndWithTheSamePrecisionOfAPeer() {
        Results results = results(sitting(
                "W4",
                contender(Peers.MAGIBU_BF16, null, 2.0, 4.0),
                contender(Peers.MAGIBU_INT8, null, 3.0, 6.0),
                contender("sentence-transformers-bf16", null, 5.0, 10.0)));

        assertThat(new Report(results).markdown())
                .contains("| work W4 | magibu int8 | 2 | 4.50 s | 22 | – | – | 1.50× | – |  |")
                .contains("| work W4 | sentence-transformers-bf16 | 2 | 7.50 s | 13 | – | 1.67× | 2.50× | – |  |");
    }

    @Test
    void callers_areComparedWithCallsOneAfterAnother() {
        Results results = results(sitting(
                "CALLERS",
                callers("magibu bf16, one after another", 0.5),
                callers("magibu bf16, 16 callers that share batches", 0.25),
                Results.Contender.failed("peer, 16 callers", "ended; its log")));

        assertThat(new Report(results).markdown())
                .contains("| magibu bf16, one after another | 1 | 2 | 10.0 ms | 20.0 ms | – | 0.999900 |  |")
                .contains("| magibu bf16, 16 callers that share batches | 1 | 4 | 10.0 ms | 20.0 ms | 2.00× | 0.999900 |  |")
                .contains("| peer, 16 callers | 0 | | | | | | ended; its log |");
    }

    @Test
    void load_isTheMedianOfAllStarts() {
        Results results = results(sitting("W1", ours(2.0)), sitting("W2", ours(2.0)));

        assertThat(new Report(results).markdown()).contains("| magibu fp32 | 2 | 2.00 s |");
    }

    @Test
    void sittingsOfAWork_countTogether() {
        Results results = results(
                sitting("W2", ours(2.0), contender("peer", null, 6.0)), sitting("W2", ours(2.0), contender("peer", null, 10.0)));

        assertThat(new Report(results).markdown()).contains("| work W2 | peer | 2 | 8.00 s | 13 | 4.00× | – | – | – |  |");
    }

    @Test
    void share_isOfTheRateOfTheMatrixProduct() {
        // 100 tokens of 1 GFLOP each in 1 s, compared with a product that reaches twice that rate
        Results results = results(sitting("GEMM", ours(1.0), contender("matrix product fp32", null, Gemm.FLOP / 200e9)));

        assertThat(new Report(results).markdown()).contains("| magibu fp32 | 100 | 200 | 50 % |");
    }

    private static Results.Contender ours(Double... rounds) {
        return contender(Peers.MAGIBU_FP32, null, rounds);
    }

    private static Results.Contender callers(String name, double elapsed) {
        return new Results.Contender(name, "1.0", List.of(elapsed), 0.01, 0.02, List.of(), null, null, 0.9999, null);
    }

    private static Results.Contender contender(String name, @Nullable String note, Double... rounds) {
        return new Results.Contender(name, "1.0", List.of(rounds), null, null, List.of(1.0, 3.0), null, null, null, note);
    }

    private static Results.Sitting sitting(String work, Results.Contender... contenders) {
        return new Results.Sitting(work, "work " + work, "2026-11-25T00:00:00Z", 1, 100, List.of(contenders));
    }

    private static Results results(Results.Sitting... sittings) {
        Machine machine = new Machine("CPU", 2, 2, List.of("avx2"), 8_000_000_000L, "Linux", "JDK");
        Results.Model model = new Results.Model("model", "f", 1000, 2, 1, 1, 8, 16, 1e9);
        return new Results(machine, model, List.of(sittings));
    }
}
