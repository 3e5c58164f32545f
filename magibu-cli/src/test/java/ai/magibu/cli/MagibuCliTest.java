package ai.magibu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class MagibuCliTest {

    @ParameterizedTest
    @ValueSource(strings = {"embed", "compare", "bench", "export", "tokens", "info"})
    void everyCommandHasHelp(String command) {
        Cli.Result help = Cli.run("help", command);

        assertThat(help.status()).isZero();
        assertThat(help.out())
                .startsWith("Usage: magibu-cli " + command + " ")
                .contains("--model=MODEL", "-h, --help", "Exit status:");
        assertThat(Cli.run(command, "--help")).isEqualTo(help);
    }

    @Test
    void helpListsTheCommands() {
        Cli.Result help = Cli.run("--help");

        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("  embed     ", "  compare   ", "  bench     ", "  export    ", "  tokens    ", "  info      ",
                "  download  ", "  cache     ", "  help      ");
        assertThat(Cli.run("help")).isEqualTo(help);
    }

    @Test
    void embedHelpListsItsOptionsInTheSameOrderInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            String help = Cli.run("embed", "--help").out();
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(Cli.run("embed", "--help").out()).isEqualTo(help).containsSubsequence(List.of(
                    "      --model=", "--input=", "--prompt=", "--output=", "--max-tokens=", "--on-too-long=", "--dimensions=",
                    "--device=", "--threads=", "--cache=", "--progress="));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void versionIsThatOfTheBuild() {
        Cli.Result version = Cli.run("--version");

        assertThat(version.status()).isZero();
        assertThat(version.out()).matches("magibu-cli \\d+\\.\\d+\\.\\d+\\S* \\(Java .+\\)\\R");
    }

    @Test
    void noCommandIsAUsageError() {
        Cli.Result result = Cli.run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(
                "a command is needed: embed, chunks, search, compare, bench, evaluate, adapt, export, tokens, info, download, cache, completion or "
                        + "help",
                "magibu-cli --help");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void misspelledCommandIsAUsageErrorWithASuggestion() {
        Cli.Result result = Cli.run("embde");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("embde", "Did you mean: magibu-cli embed?");
    }

    @Test
    void missingOptionsAreNamed() {
        Cli.Result result = Cli.run("search", "--model", "m");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToNormalizingNewlines("""
                        magibu: Missing required options and parameters: '--embeddings=FILE', 'QUERY'
                        Try 'magibu-cli search --help'.
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "info", "bench", "embed", "compare", "chunks"})
    void modelIsNamedByAnOptionOrTheEnvironment(String command) {
        for (String blank : List.of("", " ")) {
            Cli.Result result = new Cli().defaultModel(blank).in("").execute(command);
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err()).contains("a model is needed: --model MODEL, or the environment variable MAGIBU_MODEL");
        }
        Cli.Result named = new Cli().defaultModel("no-such-folder").in("").execute(command);
        assertThat(named.status()).isEqualTo(1);
        assertThat(named.err()).contains("no-such-folder");
        assertThat(new Cli().defaultModel("unused").in("").execute(command, "--model", "no-such-folder").err()).contains("no-such-folder");
    }

    @Test
    void completionKnowsTheCommands() {
        Cli.Result result = Cli.run("completion");
        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("#!/usr/bin/env bash").contains("complete -F _complete_magibu-cli -o default magibu-cli",
                "--output-format");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "info", "bench", "export", "embed", "compare"})
    void missingModelIsOneLine(String command) {
        Cli.Result result =
                switch (command) {
                    case "export" -> Cli.run(command, "--model", "no-such-folder", "--output", "target/never");
                    case "embed" -> Cli.run(command, "--model", "no-such-folder", "--input", "-", "--output", "-");
                    case "compare" -> Cli.run(command, "--model", "no-such-folder", "--input", "-");
                    default -> Cli.run(command, "--model", "no-such-folder");
                };

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines()).singleElement().asString().startsWith("magibu: ").contains("no-such-folder");
    }
}
