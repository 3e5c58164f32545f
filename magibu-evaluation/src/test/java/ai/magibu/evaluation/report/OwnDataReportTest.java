package ai.magibu.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.Scores;
import ai.magibu.evaluation.result.Comparison;
import ai.magibu.evaluation.result.QueryRank;
import ai.magibu.evaluation.result.RetrievalResult;
import ai.magibu.evaluation.result.ThresholdResult;
import ai.magibu.evaluation.stats.Interval;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnDataReportTest {

    private static final RetrievalResult FULL = retrieval(SampleRuns.MAGIBU, 0.61, List.of(1, 0, 3, 40), List.of(1.0, 0.0, 0.5, 0.0));
    private static final RetrievalResult SHORT = retrieval(
            SampleRuns.encoder("alibayram/embeddingmagibu-200m", "fp32", 256), 0.58, List.of(1, 7, 2, 0), List.of(1.0, 0.3, 0.4, 0.0));

    @TempDir
    Path folder;

    @Test
    void scoresHaveTheirIntervals() throws IOException {
        Document page = retrieval(List.of(FULL), List.of());

        assertThat(page.select(".lead").text()).isEqualTo("How well 4 queries find their documents among 1,200.");
        assertThat(page.select(".facts .value").text()).isEqualTo("0.610");
        assertThat(page.select("table:contains(Scores with) tbody tr").eachText()).containsExactly(
                "ndcg_at_10 0.610 [0.560, 0.660]", "recall_at_10 0.810 [0.760, 0.860]");
    }

    @Test
    void theWorstQueriesComeFirstAndGoodOnesAreLeftOut() throws IOException {
        Document page = retrieval(List.of(FULL, SHORT), List.of());

        assertThat(page.select("table:contains(worst queries) tbody tr").eachText()).containsExactly(
                "question <1>? q1 not found 7", "question <3>? q3 40 not found", "question <2>? q2 3 2");
    }

    @Test
    void differencesHaveAnIntervalAPValueAndTheNumberOfQueriesThatChanged() throws IOException {
        Document page = retrieval(List.of(FULL, SHORT),
                List.of(new Comparison(FULL, SHORT, "ndcg_at_10", new Interval(-0.03, -0.05, -0.01), 0.0004),
                        new Comparison(FULL, SHORT, "recall_at_10", new Interval(0.01, -0.02, 0.04), 0.51)));

        assertThat(page.select("table:contains(Paired) tbody tr").eachText()).containsExactly(
                "256 dimensions against 768 dimensions ndcg_at_10 −0.030 −0.050 to −0.010 < 0.001 1 1",
                "256 dimensions against 768 dimensions recall_at_10 +0.010 −0.020 to 0.040 0.510 0 0");
        assertThat(page.select("table:contains(Paired) .worse").text()).isEqualTo("−0.030");
        assertThat(page.select("table:contains(Paired) .equal").text()).isEqualTo("+0.010");
    }

    @Test
    void aThresholdHasItsIntervalAndScores() throws IOException {
        Map<String, Interval> scores = new LinkedHashMap<>();
        scores.put("f1", new Interval(0.88, 0.85, 0.91));
        scores.put("precision", new Interval(0.9, 0.86, 0.93));
        Reports.writeThresholds(
                List.of(new ThresholdResult("pairs.tsv", SampleRuns.MAGIBU, 500, 210, "f1", new Interval(0.7312, 0.70, 0.75), scores)),
                folder);
        Document page = Jsoup.parse(folder.resolve("report.html"));

        assertThat(page.select("h1").text()).isEqualTo("Threshold: pairs.tsv");
        assertThat(page.select(".lead").text()).contains("500 pairs, 210 of them matching");
        assertThat(page.select(".facts").text()).contains("0.731", "best f1, 95 % interval 0.700 to 0.750");
        assertThat(page.select("table:contains(Scores at) tbody tr").eachText()).containsExactly("f1 0.880 [0.850, 0.910]",
                "precision 0.900 [0.860, 0.930]");
    }

    @Test
    void nothingToReportIsRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> Reports.writeRetrieval(List.of(), List.of(), folder));
        assertThatIllegalArgumentException().isThrownBy(() -> Reports.writeThresholds(List.of(), folder));
    }

    private Document retrieval(List<RetrievalResult> results, List<Comparison> comparisons) throws IOException {
        Reports.writeRetrieval(results, comparisons, folder);
        MarkdownTables.assertEqualRows(Files.readString(folder.resolve("report.md")));
        return Jsoup.parse(folder.resolve("report.html"));
    }

    private static RetrievalResult retrieval(EncoderSettings encoder, double ndcg, List<Integer> ranks, List<Double> perQuery) {
        Map<String, Interval> intervals = new LinkedHashMap<>();
        intervals.put("ndcg_at_10", new Interval(ndcg, ndcg - 0.05, ndcg + 0.05));
        intervals.put("recall_at_10", new Interval(ndcg + 0.2, ndcg + 0.15, ndcg + 0.25));
        Map<String, Scores> scores = new LinkedHashMap<>();
        List<QueryRank> queries = new ArrayList<>();
        for (int i = 0; i < ranks.size(); i++) {
            scores.put("q" + i, Scores.of(Map.of("ndcg_at_10", perQuery.get(i))));
            queries.add(new QueryRank("q" + i, "question <" + i + ">?", ranks.get(i)));
        }
        return new RetrievalResult(
                "handbook", encoder, 1200, 4, Scores.of(Map.of("ndcg_at_10", ndcg)), scores, intervals, queries);
    }
}
