package ai.magibu.documentation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.embedding.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every console example prints what it shows. {@code MODEL} is the tiny model of magibu-test. {@code $ cat FILE} shows a file that the
 * example needs, so it is written. A line of {@code …} stands for any lines, and {@code …} in a line for any part of it.
 */
class ConsoleExamplesIT {

    static final Path JAR = Page.ROOT.resolve("magibu-cli/target/magibu-cli.jar");
    private static final Path MODEL = TinyModel.folder();
    private static final String ANY = "…";
    /** The last digits of a vector depend on the processor. */
    private static final Pattern DECIMAL = Pattern.compile("-?\\d+\\.\\d+");

    private static final double TOLERANCE = 1e-4;

    @TempDir
    private Path folder;

    static List<Page.Block> examples() {
        return Page.blocks("console");
    }

    private record Step(String command, List<String> output) {}

    private static List<Step> steps(String example) {
        List<Step> steps = new ArrayList<>();
        for (String line : example.split("\n")) {
            if (line.startsWith("$ ")) {
                steps.add(new Step(line.substring(2), new ArrayList<>()));
            } else {
                steps.get(steps.size() - 1).output().add(line);
            }
        }
        return steps;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void printsWhatItShows(Page.Block example) throws Exception {
        for (Step step : steps(example.text())) {
            if (step.command().startsWith("cat ")) {
                Files.write(folder.resolve(step.command().substring("cat ".length())), step.output());
            } else {
                requireShown(step.output(), String.join("\n", run(step.command())), example + " $ " + step.command());
            }
        }
    }

    static void requireShown(List<String> lines, String printed, String example) {
        Matcher matcher = Pattern.compile(pattern(lines), Pattern.DOTALL).matcher(printed);
        assertThat(matcher.matches()).as("%s%n%s", example, printed).isTrue();
        List<Double> shown = DECIMAL.matcher(String.join("\n", lines)).results().map(n -> Double.valueOf(n.group())).toList();
        for (int i = 0; i < shown.size(); i++) {
            assertThat(Double.parseDouble(matcher.group(i + 1))).as(example).isCloseTo(shown.get(i), within(TOLERANCE));
        }
    }

    /** As a regular expression: {@link #ANY} for any text, and a group for each decimal. */
    private static String pattern(List<String> lines) {
        return lines.stream()
                .map(line -> line.strip().equals(ANY)
                        ? ".*"
                        : Stream.of(DECIMAL.split(line, -1)).map(ConsoleExamplesIT::literal)
                                .collect(Collectors.joining("(" + DECIMAL + ")")))
                .collect(Collectors.joining("\n"));
    }

    private static String literal(String text) {
        return Stream.of(text.split(ANY, -1)).map(Pattern::quote).collect(Collectors.joining("[^\n]*"));
    }

    private List<String> run(String command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", command.replace("MODEL", MODEL.toString()).replace("magibu-cli.jar", JAR.toString()));
        builder.directory(folder.toFile()).redirectError(folder.resolve("err").toFile());
        builder.redirectOutput(folder.resolve("out").toFile());
        builder.environment().putAll(Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString(), "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(command + " ends").isTrue();
        assertThat(process.exitValue()).as(Files.readString(folder.resolve("err"))).isZero();
        return Files.readAllLines(folder.resolve("out"), UTF_8);
    }
}
