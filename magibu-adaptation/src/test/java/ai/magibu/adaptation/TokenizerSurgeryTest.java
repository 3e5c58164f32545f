package ai.magibu.adaptation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.api.NewToken;
import ai.magibu.adaptation.api.SurgeryResult;
import ai.magibu.adaptation.api.TextFertility;
import ai.magibu.adaptation.corpus.Corpus;
import ai.magibu.adaptation.internal.tokenizer.TokenizerFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerSurgeryTest {

    /** The special tokens, {@code <br>}, bytes and single characters. */
    private static final int REQUIRED = 4 + 1 + 256 + 33;

    @TempDir
    private Path folder;

    private Path teacher;
    private Path output;
    private Corpus turkish;

    @BeforeEach
    void files() throws IOException {
        teacher = new SmallTokenizer().write(folder.resolve("teacher"));
        output = folder.resolve("student");
        turkish = corpus("tr.txt", "kitap kitap kitap evde evde\nkitaplar evde evler\n");
    }

    @Test
    void usedTokensStayAndFrequentPairsAreAdded() {
        SurgeryResult result = surgery(REQUIRED + 8).added(2).run();
        assertThat(result.size()).isEqualTo(REQUIRED + 8);
        assertThat(result.keptTokens()).isEqualTo(REQUIRED + 6);
        assertThat(result.newTokens()).extracting(NewToken::text).contains("▁evde");
        assertThat(result.newTokens()).contains(new NewToken("▁evde", List.of("▁ev", "d", "e")));
        assertThat(result.reachable()).isEqualTo(1);
        assertThat(result.unreachable()).isEmpty();
        TextFertility fertility = result.fertility().get(0);
        assertThat(fertility.words()).isEqualTo(8);
        assertThat(fertility.adapted().tokens()).isLessThan(fertility.teacher().tokens());
        assertThat(fertility.change()).isNegative();
    }

    @Test
    void theSameTextsGiveTheSameFileWithAnyNumberOfThreads() throws IOException {
        surgery(REQUIRED + 8).added(3).threads(1).run();
        byte[] first = Files.readAllBytes(output.resolve("tokenizer.json"));
        byte[] report = Files.readAllBytes(output.resolve("report.json"));
        surgery(REQUIRED + 8).added(3).threads(3).run();
        assertThat(output.resolve("tokenizer.json")).hasBinaryContent(first);
        assertThat(output.resolve("report.json")).hasBinaryContent(report);
    }

    @Test
    void moreOfTheTeacherStaysIfTheTextsHaveNoMorePairs() {
        SurgeryResult result = surgery(REQUIRED + 9).corpus(corpus("x.txt", "x\n")).learnFrom("x").added(5).run();
        assertThat(result.newTokens()).isEmpty();
        assertThat(result.keptTokens()).isEqualTo(REQUIRED + 9);
    }

    @Test
    void namedTokensAreAddedAndUnreachableOnesReported() {
        SurgeryResult result = surgery(REQUIRED + 11).added(2).token(" evi").token("lap").run();
        assertThat(result.newTokens()).extracting(NewToken::text).containsExactly("▁evi", "lap");
        // The merge a + p comes before l + a.
        assertThat(result.unreachable()).containsExactly("lap");
    }

    @Test
    void aNamedTokenOfTheTeacherStaysWithItsOwnMerges() {
        SurgeryResult result =
                surgery(REQUIRED + 6).learnFrom("tr").added(1).token(" kitap").corpus(corpus("x.txt", "evde ".repeat(99))).run();
        assertThat(result.newTokens()).extracting(NewToken::text).doesNotContain("▁kitap");
        assertThat(TokenizerFile.read(result.tokenizer()).model().id("▁kitap")).isPositive();
        assertThat(result.unreachable()).isEmpty();
    }

    @Test
    void aNamedTokenWithTheTextOfAnAddedTokenIsRejected() {
        assertFails(surgery(REQUIRED + 8).added(2).token("a<br>b"),
                "The named token \"a<br>b\" contains \"<br>\", which the tokenizer always keeps apart. Name the rest alone.");
        assertThat(surgery(REQUIRED + 8).added(0).token("<br>").run().newTokens()).isEmpty();
    }

    @Test
    void theTeachersSizeWithoutNewTokensChangesNothing() throws IOException {
        Path odd = new SmallTokenizer().merge("la p").write(folder.resolve("odd")); // "lap" becomes l + ap
        TokenizerFile before = TokenizerFile.read(odd);
        SurgeryResult result = TokenizerSurgery.of(odd, output, before.model().tokens().size()).corpus(turkish).added(0).run();
        TokenizerFile after = TokenizerFile.read(result.tokenizer());
        assertThat(after.model().tokens()).isEqualTo(before.model().tokens());
        assertThat(after.model().merges()).isEqualTo(before.model().merges());
        assertThat(result.newTokens()).isEmpty();
    }

    @Test
    void textsWithoutLettersHaveNoCoverage() throws IOException {
        surgery(REQUIRED + 8).added(1).heldOut(corpus("signs.txt", "... !!! 😀\n")).run();
        JsonNode texts = new JsonMapper().readTree(output.resolve("report.json").toFile()).path("fertility").path(0);
        assertThat(texts.path("language").asText()).isEqualTo("signs");
        assertThat(texts.path("adapted").path("coverage").isNull()).isTrue();
        assertThat(output.resolve("report.html")).content().doesNotContain("NaN");
    }

    @Test
    void theReportShowsEveryTextBeforeAndAfter() throws IOException {
        surgery(REQUIRED + 8).added(3).heldOut(corpus("news.txt", "evler kitaplar\n")).run();
        Document page = Jsoup.parse(output.resolve("report.html"));
        assertThat(page.select("figcaption").eachText()).contains("Tokens per word (fewer is better)",
                "Characters per token (more is better)", "Coverage: words that are one token (more is better)",
                "The teacher's tokens for one new token");
        assertThat(page.select("figure").get(0).select(".label").eachText()).containsExactly("tr, counted", "tr, held out: news.txt");
        assertThat(page.text()).contains("▁ev · d · e");
        JsonNode json = new JsonMapper().readTree(output.resolve("report.json").toFile());
        assertThat(json.path("size").asInt()).isEqualTo(REQUIRED + 8);
        assertThat(json.path("fertility").path(1).path("held_out").asBoolean()).isTrue();
        assertThat(json.path("fertility").path(1).path("words").asInt()).isEqualTo(2);
    }

    @Test
    void aSizeThatDoesNotFitIsRejected() {
        int teacherTokens = new SmallTokenizer().vocabulary().size();
        assertFails(surgery(teacherTokens + 1), "The size " + (teacherTokens + 1) + " is larger than the teacher's vocabulary of "
                + teacherTokens + " tokens.");
        assertFails(surgery(REQUIRED + 2).added(3), "The size " + (REQUIRED + 2) + " is too small. The teacher's special tokens, bytes and "
                + "single characters are " + REQUIRED + " tokens; with 3 new ones the least size is " + (REQUIRED + 3) + ".");
        assertFails(surgery(REQUIRED + 8).added(1).token("evrgv"),
                "The named tokens need 4 new tokens, which is more than may be added. "
                        + "Allow more new tokens.");
        assertFails(surgery(REQUIRED + 8).added(Integer.MAX_VALUE), "The size " + (REQUIRED + 8) + " is too small.");
        assertThat(output).doesNotExist();
    }

    @Test
    void textsWithoutWordsAreRejected() {
        assertFails(TokenizerSurgery.of(teacher, output, REQUIRED), "There are no texts to learn from. Name a corpus or a word list.");
        assertFails(surgery(REQUIRED).corpus(corpus("empty.txt", "\n")), "The corpus of empty has no words. Name files with text for it.");
        assertFails(surgery(REQUIRED + 8).added(1).heldOut(corpus("empty.txt", "")),
                "The held-out texts of empty have no words. Name files "
                        + "with text.");
        assertFails(surgery(REQUIRED).weight("de", 2),
                "There is a weight for de, which has no texts. Name a corpus or a word list for it.");
        assertFails(surgery(REQUIRED).learnFrom("de"), "New tokens are learned from de, which has no texts. Name a corpus or a word list "
                + "for it.");
        assertFails(surgery(REQUIRED).corpus(new Corpus("de", List.of(folder.resolve("de.txt")))), "de.txt");
    }

    @Test
    void theTeachersFolderIsNotOverwritten() {
        assertFails(TokenizerSurgery.of(teacher, teacher.getParent(), REQUIRED).corpus(turkish), "is the teacher's folder. Choose another");
        assertFails(TokenizerSurgery.of(folder.resolve("x"), output, REQUIRED).corpus(turkish),
                "x: no such file. Name the teacher's folder");
    }

    @Test
    void wrongArgumentsAreRejected() {
        TokenizerSurgery surgery = surgery(REQUIRED);
        assertThatThrownBy(() -> surgery(0)).isInstanceOf(IllegalArgumentException.class).hasMessage("size must be positive: 0");
        assertThatThrownBy(() -> surgery.added(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> surgery.weight("tr", Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> surgery.token("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> surgery.leastCount(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> surgery.threads(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private TokenizerSurgery surgery(int size) {
        return TokenizerSurgery.of(teacher, output, size).corpus(turkish);
    }

    /** Writes a file; its name without the suffix is the language. */
    private Corpus corpus(String name, String text) {
        try {
            return new Corpus(name.equals("news.txt") ? "tr" : name.substring(0, name.indexOf('.')),
                    List.of(Files.writeString(folder.resolve(name), text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertFails(TokenizerSurgery surgery, String message) {
        assertThatThrownBy(surgery::run).isInstanceOf(AdaptationException.class).hasMessageContaining(message);
    }
}
