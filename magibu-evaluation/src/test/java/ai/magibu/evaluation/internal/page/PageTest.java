package ai.magibu.evaluation.internal.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class PageTest {

    @Test
    void markdownEscapesMarkupAndKeepsARowOnOneLine() {
        Table table = new Table("c", List.of(Table.Column.text("a_b"), Table.Column.number("n")),
                List.of(Table.Row.of(List.of(Cell.of("x|y\n*z* <b> `q` _u_ a_b"), Cell.of("1")))));

        assertThat(markdown(table)).endsWith("""
                | a_b | n |
                | --- | ---: |
                | x\\|y \\*z\\* &lt;b&gt; \\`q\\` \\_u\\_ a_b | 1 |
                """);
    }

    @Test
    void aGroupFillsTheRow() {
        Table table = new Table("c", List.of(Table.Column.text("a"), Table.Column.text("b")), List.of(Table.Row.group("g")));

        assertThat(markdown(table)).endsWith("| **g** |  |\n");
        assertThat(Jsoup.parse(html(table)).select("tr.group th").attr("colspan")).isEqualTo("2");
    }

    @Test
    void aRowThatDoesNotFitIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Table("c", List.of(Table.Column.text("a")), List.of(Table.Row.of(List.of()))));
    }

    @Test
    void foldedContentFoldsInBothForms() {
        Block fold = new Block.Fold("more & more", List.of(new Block.Text("inside")));

        assertThat(markdown(fold)).contains("<details><summary>more &amp; more</summary>\n\ninside\n\n</details>");
        assertThat(Jsoup.parse(html(fold)).select("details > summary").text()).isEqualTo("more & more");
    }

    @Test
    void positiveBarsStartAtTheLeftAndTheMarkHasItsPlace() {
        Bars bars = new Bars("c", List.of("s"), 0, "m", 100, List.of(new Bars.Group("g", List.of(new Bars.Bar(25, "25")), 50)));

        assertThat(html(bars)).contains("class=\"s0\" style=\"left:0.00%;width:25.00%\"", "class=\"mark\" style=\"left:50.00%\"");
    }

    @Test
    void aLineGoesFromCornerToCornerAndIsDescribed() {
        LineChart chart = new LineChart("Loss <1>", "steps", List.of(new LineChart.Point(1, 0.5), new LineChart.Point(2, Double.NaN),
                new LineChart.Point(1001, 0.25)));

        assertThat(html(chart)).contains("<polyline points=\"64.0,10.0 708.0,212.0\"/>");
        assertThat(Jsoup.parse(html(chart)).select("svg[role=img]").attr("aria-label"))
                .isEqualTo("Loss <1>: from 0.5000 at 1 to 0.2500 at 1,001 steps; lowest 0.2500, highest 0.5000");
        assertThat(markdown(chart)).endsWith("| steps | Loss &lt;1&gt; |\n| ---: | ---: |\n| 1 | 0.5000 |\n| 1,001 | 0.2500 |\n");
    }

    @Test
    void aLineOfOnePointIsADot() {
        assertThat(html(new LineChart("c", "x", List.of(new LineChart.Point(1, 1))))).contains("<circle cx=\"386.0\" cy=\"111.0\"");
        assertThat(html(new LineChart("c", "x", List.of()))).doesNotContain("<svg");
    }

    @Test
    void negativeBarsEndInTheMiddle() {
        Bars bars = new Bars("c", List.of("s"), 0, "", 1, List.of(new Bars.Group("g", List.of(new Bars.Bar(-2, "−2")), Double.NaN)));

        assertThat(html(bars)).contains("class=\"two-sided\"", "left:0.00%;width:50.00%").doesNotContain("class=\"mark\"");
    }

    @Test
    void aBarWithoutAValueIsLeftOut() {
        Bars bars = new Bars("c", List.of("s"), 0, "", 0, List.of(new Bars.Group("g", List.of(new Bars.Bar(Double.NaN, "–")), Double.NaN)));

        assertThat(html(bars)).contains("–").doesNotContain("NaN", "style=\"left");
    }

    private static String markdown(Block block) {
        return MarkdownPage.of(page(block));
    }

    private static String html(Block block) {
        return HtmlPage.of(page(block));
    }

    private static Page page(Block block) {
        return new Page("t", "lead", List.of(new Page.Section("s", List.of(block))));
    }
}
