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
