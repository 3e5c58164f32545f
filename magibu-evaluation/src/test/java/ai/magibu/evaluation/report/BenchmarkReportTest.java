package ai.magibu.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.result.EvaluationRun;
import ai.magibu.evaluation.result.SplitResult;
import ai.magibu.evaluation.result.TaskResult;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkReportTest {

    private static final EvaluationRun MAGIBU = SampleRuns.card(SampleRuns.MAGIBU, 0);
    private static final EvaluationRun OLD = SampleRuns.card(SampleRuns.encoder("alibayram/embeddingmagibu-152m", "fp32", 768), 1);
    private static final EncoderSettings MINI =
            new EncoderSettings("sentence-transformers/all-MiniLM-L6-v2", "r", "fp32", "none", 384, 256);

    @TempDir
    Path folder;

    @Test
    void theAverageOfFifteenTasksStandsNextToTheCards() throws IOException {
        Document page = report(MAGIBU);

        assertThat(page.select(".facts .value").text()).isEqualTo("69.5");
        assertThat(page.select(".facts .detail").text()).contains("average of the card's 15 tasks", "0.0 against the card's 69.5");
        assertThat(row(page, "Average")).contains("15 of 15", "69.5", "67.0");
    }

    @Test
    void aTaskHasItsSplitScoreAndBothFiguresOfTheCard() throws IOException {
        Document page =
                report(SampleRuns.with(MAGIBU, result -> result.task().equals("SnliTr") ? SampleRuns.result("SnliTr", 0.5912) : result));

        assertThat(row(page, "• SnliTr")).containsExactly("• SnliTr", "59.1", "−1.7", "60.8", "55.4", "", "max_ap", "test");
        assertThat(row(page, "◦ MSMarcoTRRetrieval")).containsExactly("◦ MSMarcoTRRetrieval", "57.4", "0.0", "57.4", "–", "60.1",
                "ndcg_at_10", "test");
    }

    @Test
    void differencesAreColoredByTheToleranceOfTheType() throws IOException {
        Document page = report(SampleRuns.with(MAGIBU, result -> switch (result.task()) {
            case "STSbTR" -> SampleRuns.result("STSbTR", 0.7736);
            case "XNLI" -> SampleRuns.result("XNLI", 0.7476);
            case "TQuadRetrieval" -> SampleRuns.result("TQuadRetrieval", 0.80);
            case "TurkishAbstractCorpusClustering" -> SampleRuns.result("TurkishAbstractCorpusClustering", 0.579);
            default -> result;
        }));

        assertThat(element(page, "• STSbTR").select(".equal").text()).isEqualTo("−0.1");
        assertThat(element(page, "• XNLI").select(".worse").text()).isEqualTo("−1.2");
        assertThat(element(page, "◦ TQuadRetrieval").select(".better").text()).isEqualTo("+0.5");
        assertThat(element(page, "• TurkishAbstractCorpusClustering").select(".equal").text()).isEqualTo("−1.0");
    }

    @Test
    void missingTasksAreNamedAndTheCardsMeanIsThatOfTheSameTasks() throws IOException {
        Document page = report(SampleRuns.only(MAGIBU, "STSbTR", "SnliTr", "NFCorpusTR"));

        assertThat(page.select(".facts .value").text()).isEqualTo("69.2"); // (77.5 + 60.8) / 2 = 69.15
        assertThat(page.select(".facts .detail").text()).contains("mean of 2 of the 15 tasks",
                "0.0 against the card's 69.2 on the same tasks");
        assertThat(page.text()).contains("Missing from the average: XNLI, WMT16BitextMining,");
        assertThat(row(page, "This report: embeddingmagibu-200m")).startsWith("This report: embeddingmagibu-200m", "–", "–", "77.5");
    }

    @Test
    void aScoreThatIsNotDefinedIsADashAndNotPartOfTheAverage() throws IOException {
        Document page = report(
                SampleRuns.with(MAGIBU, result -> result.task().equals("STSbTR") ? SampleRuns.result("STSbTR", Double.NaN) : result));

        assertThat(row(page, "• STSbTR")).containsSequence("–", "–", "77.5", "75.1");
        assertThat(page.text()).contains("mean of 14 of the 15 tasks", "its score is not defined").doesNotContain("NaN");
        assertThat(Files.readString(folder.resolve("report.md"))).doesNotContain("NaN");
    }

    @Test
    void onlyTheSplitTestIsComparedWithTheCard() throws IOException {
        TaskResult both = SampleRuns.result("XNLI", 0.76);
        SplitResult validation = SampleRuns.result("XNLI", 0.9, "validation").splits().get(0);
        TaskResult xnli = new TaskResult("XNLI", both.type(), both.mainScore(), both.dataset(), both.revision(),
                List.of(validation, both.splits().get(0)), both.cost(), both.date());

        Document page = report(SampleRuns.with(MAGIBU, result -> result.task().equals("XNLI") ? xnli : result));
        assertThat(row(page, "• XNLI")).containsSubsequence("76.0", "0.0", "76.0", "test");

        page = report(SampleRuns.with(MAGIBU, r -> r.task().equals("XNLI") ? SampleRuns.result("XNLI", 0.9, "validation") : r));
        assertThat(row(page, "• XNLI")).containsSubsequence("90.0", "–", "76.0", "validation");
        assertThat(page.text()).contains("mean of 14 of the 15 tasks");
    }

    @Test
    void runsStandSideBySideAndAreComparedWithTheFirst() throws IOException {
        Document page = report(MAGIBU, OLD);

        assertThat(page.select(".facts .label").eachText()).containsExactly("embeddingmagibu-200m", "embeddingmagibu-152m");
        assertThat(page.select(".facts .value").eachText()).containsExactly("69.5", "67.0");
        assertThat(row(page, "• XNLI")).containsSequence("76.0", "0.0", "60.8", "0.0", "−15.2", "76.0", "60.8");
        assertThat(row(page, "Average of common tasks")).containsSequence("69.5", "0.0", "67.0", "0.0", "−2.5");
    }

    @Test
    void scoresOfDifferentSplitsAreNotCompared() throws IOException {
        EvaluationRun validation = new EvaluationRun(
                MINI, Protocol.TRMTEB, List.of(SampleRuns.result("XNLI", 0.6, "validation"), SampleRuns.result("SnliTr", 0.5)));
        Document page = report(SampleRuns.only(MAGIBU, "XNLI", "SnliTr"), validation);

        assertThat(row(page, "• XNLI")).containsExactly("• XNLI", "76.0", "0.0", "60.0", "–", "76.0", "60.8", "max_ap", "test, validation");
        assertThat(row(page, "• SnliTr")).containsSequence("60.8", "0.0", "50.0", "−10.8");
        assertThat(row(page, "Average of common tasks")).contains("1 of 15", "−10.8");
    }

    @Test
    void anotherModelIsComparedWithTheCardWithoutADifference() throws IOException {
        Document page = report(new EvaluationRun(MINI, Protocol.TRMTEB, List.of(SampleRuns.result("TurkishIronyClassification", 0.5275))));

        assertThat(page.text()).contains("The card's columns belong to other models").doesNotContain("Difference");
        assertThat(page.select(".facts").text()).endsWith("Card 200m on the same tasks: 52.6");
        assertThat(row(page, "• TurkishIronyClassification"))
                .containsExactly("• TurkishIronyClassification", "52.8", "52.6", "48.4", "accuracy", "test");
    }

    @Test
    void settingsThatAreNotTheCardsAreExplained() throws IOException {
        EvaluationRun run = new EvaluationRun(
                new EncoderSettings("embeddingmagibu-200m", "r", "int8", "published", 256, 512), Protocol.MTEB2, MAGIBU.results());

        assertThat(report(run).select("main > section").first().select("li").text()).contains(
                "256 dimensions; the card has 768", "the card ran without prompts", "precision int8", "cut after 512 tokens",
                "rules of mteb 2.20.0");
    }

    @Test
    void theLeaderboardHasTheRunsInTheirPlaces() throws IOException {
        Document page = report(MAGIBU, OLD);
        List<String> ranks = page.select("table:contains(Leaderboard) tbody tr td:nth-child(2)").eachText();

        assertThat(ranks).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "9", "10", "11");
        assertThat(page.select("tr.highlight th").eachText())
                .containsExactly("This report: embeddingmagibu-200m", "This report: embeddingmagibu-152m");
        assertThat(page.select("table:contains(Leaderboard) thead th").eachText()).contains("XNLI card: Retrieval");
    }

    @Test
    void costsAreListedAndAddedUp() throws IOException {
        EvaluationRun run = SampleRuns.only(MAGIBU, "STSbTR", "SnliTr");

        assertThat(row(report(run), "STSbTR"))
                .containsExactly("STSbTR", "1:35 min", "1:00 min", "2,758", "2,000", "120,000", "2,000", "3");
        assertThat(row(report(run), "All tasks"))
                .containsExactly("All tasks", "3:10 min", "2:00 min", "5,516", "4,000", "240,000", "2,000", "6");
    }

    @Test
    void allScoresAreFoldedWithTheirExperiments() throws IOException {
        Document page = report(SampleRuns.only(MAGIBU, "TurkishIronyClassification"));

        assertThat(page.select("details summary").text())
                .isEqualTo("TurkishIronyClassification, data set trmteb/TurkishIronyClassification at main");
        assertThat(page.select("details tbody tr").eachText())
                .containsExactly("accuracy 0.526000", "another_score 0.263000", "1 0.526000", "2 0.526000");
    }

    @Test
    void namesAreNeverMarkup() throws IOException {
        String name = "<script>alert('&\"|*')</script>";
        Document page = report(new EvaluationRun(
                new EncoderSettings(name, name, name, name, 768, 0), Protocol.TRMTEB, List.of(SampleRuns.result(name, 0.5, name))));

        assertThat(page.select("script")).isEmpty();
        assertThat(page.select("h1").text()).isEqualTo("TR-MTEB: script>");
        assertThat(page.text()).contains(name);
        assertThat(Files.readString(folder.resolve("report.md"))).doesNotContain("<script");
    }

    @Test
    void thePageLoadsNothing() throws IOException {
        Document page = report(MAGIBU, OLD);

        assertThat(page.select("script, link, img, iframe, object, embed, form")).isEmpty();
        assertThat(page.select("[href]").eachAttr("href")).allMatch(link -> link.startsWith("#"))
                .allMatch(link -> page.getElementById(link.substring(1)) != null);
        assertThat(page.select("style").html()).doesNotContain("url(", "@import");
        assertThat(page.html()).doesNotContain("http:", "https:");
    }

    @Test
    void everyTableHasACaptionAndHeadings() throws IOException {
        Document page = report(MAGIBU, OLD);

        assertThat(page.select("html").attr("lang")).isEqualTo("en");
        assertThat(page.select("caption").eachText()).doesNotHaveDuplicates();
        assertThat(page.select("table")).allSatisfy(table -> {
            assertThat(table.select("caption").text()).isNotBlank();
            assertThat(table.select("thead th[scope=col]")).hasSizeGreaterThan(1);
            assertThat(table.select("tbody tr")).allSatisfy(row -> assertThat(row.select("th[scope]")).hasSize(1));
        });
    }

    @Test
    void tablesOfMarkdownHaveEqualRows() throws IOException {
        report(MAGIBU, OLD, SampleRuns.card(SampleRuns.encoder("a|b", "int8", 256), 0));

        MarkdownTables.assertEqualRows(Files.readString(folder.resolve("report.md")));
    }

    @Test
    void anEarlierReportIsReplacedAndNoOtherFileIsLeft() throws IOException {
        report(MAGIBU);
        Document page = report(OLD);

        assertThat(page.select("h1").text()).isEqualTo("TR-MTEB: embeddingmagibu-152m");
        try (var files = Files.list(folder)) {
            assertThat(files).extracting(file -> file.getFileName().toString()).containsExactlyInAnyOrder("report.md", "report.html");
        }
    }

    @Test
    void aReportOfNothingIsRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> Reports.write(List.of(), folder));
    }

    private Document report(EvaluationRun... runs) throws IOException {
        Reports.write(List.of(runs), folder);
        return Jsoup.parse(folder.resolve("report.html"));
    }

    private static Element element(Document page, String heading) {
        return page.select("tbody tr").stream()
                .filter(row -> row.select("th").first().ownText().replace('\u00a0', ' ').strip().equals(heading)).findFirst().orElseThrow();
    }

    private static List<String> row(Document page, String heading) {
        List<String> cells = new ArrayList<>(List.of(heading));
        element(page, heading).select("td").forEach(cell -> cells.add(cell.text()));
        return cells;
    }
}
