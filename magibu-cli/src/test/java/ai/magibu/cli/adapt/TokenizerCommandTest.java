package ai.magibu.cli.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code adapt tokenizer} with the tokenizer of the tiny model: 833 tokens. */
class TokenizerCommandTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void texts() throws IOException {
        Files.writeString(folder.resolve("tr.txt"),
                "Kitaplar evde okunur.\nBütün kitaplar kütüphanede okunur.\nKitaplarımızı evde okuduk.\n");
        Files.writeString(folder.resolve("words.txt"), "kitaplar 40\nokunur 30\n");
        Files.writeString(folder.resolve("latin1.txt"), "güzel", StandardCharsets.ISO_8859_1);
    }

    @Test
    void theTokenizerIsWrittenAndTheGainIsShown() {
        Cli.Result result = adapt("--size", "800", "--add", "5", "--corpus", "tr=" + path("tr.txt"), "--word-list",
                "tr=" + path("words.txt"), "--weights", "tr=2", "--add-for", "tr", "--held-out", "tr=" + path("tr.txt"), "--token", " evde",
                "--min-count", "1", "--threads", "2");
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.lines()).satisfiesExactly(
                line -> assertThat(line).matches("800 tokens: 795 of the teacher's 833 kept, 5 new; \\d+ merges"),
                line -> assertThat(line).matches("\\d+\\.\\d\\d % of the new tokens are made of their own text"),
                line -> assertThat(line).matches("tr +counted +\\d\\.\\d{3} -> \\d\\.\\d{3} tokens per word \\(-\\d+\\.\\d %\\)"),
                line -> assertThat(line).matches("tr +held out: tr.txt +\\d\\.\\d{3} -> \\d\\.\\d{3} tokens per word \\(-\\d+\\.\\d %\\)"),
                line -> assertThat(line).isEqualTo("Report: " + folder.resolve("out/report.html")));
        assertThat(folder.resolve("out/tokenizer.json")).content().contains("▁evde");
        assertThat(folder.resolve("out/tokenizer_config.json")).exists();
        assertThat(folder.resolve("out/report.json")).exists();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --corpus tr                         | expected LANGUAGE=FILE, such as tr=news.txt, not "tr"
            --size 800                          | --corpus or --word-list is needed
            --corpus tr=tr.txt --size 0         | size must be positive: 0
            --corpus tr=tr.txt --weights tr=-1  | the weight of tr must be positive and finite: -1.0
            --corpus tr=tr.txt --add -1         | the number of new tokens must not be negative: -1
            """)
    void mistakesInOptionsAreNamed(String options, String message) {
        Cli.Result result = adapt(options.split(" "));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(message);
    }

    @Test
    void fewerNewTokensThanWantedAreTold() {
        assertThat(adapt("--add", "90", "--corpus", "tr=" + path("tr.txt"), "--min-count", "1000").lines()).contains(
                "90 new tokens were wanted. The texts have no more pairs that occur often enough, so more of the teacher's stayed.");
    }

    /** A message has one line, whatever is in a token. */
    @Test
    void aTokenWithALineBreakIsNamedOnOneLine() {
        Cli.Result result = adapt("--corpus", "tr=" + path("tr.txt"), "--token", "a\u0001\nb");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).isEqualTo(Cli.line("magibu: the character U+0001 of the token \"a\\u0001\\nb\" is not in the vocabulary."
                + " Name a token of the teacher's characters."));
    }

    @Test
    void invalidFilesAreNamed() {
        assertThat(adapt("--corpus", "tr=" + path("latin1.txt")).err())
                .isEqualTo(Cli.line("magibu: " + path("latin1.txt") + ", line 1: the text is not UTF-8. Save the file in UTF-8."));
        assertThat(adapt("--corpus", "tr=" + path("none.txt")).status()).isEqualTo(1);
        assertThat(adapt("--corpus", "tr=" + path("tr.txt"), "--size", "900", "--add", "1").err()).contains("is larger than the teacher's");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void adaptAloneNamesItsCommands() {
        Cli.Result result = Cli.run("adapt");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("a command is needed: tokenizer");
    }

    private Cli.Result adapt(String... options) {
        List<String> args = new ArrayList<>(List.of("adapt", "tokenizer", "--teacher", Cli.MODEL, "--output", path("out")));
        args.addAll(Arrays.asList(options));
        if (!args.contains("--size")) {
            args.addAll(List.of("--size", "800"));
        }
        return Cli.run(args.toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
