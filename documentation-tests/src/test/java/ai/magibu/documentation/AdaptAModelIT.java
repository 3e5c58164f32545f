package ai.magibu.documentation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the tutorial about adaptation, in their order. Only the numbers of the training depend on the processor. */
class AdaptAModelIT {

    private static final String PAGE = "docs/tutorial/adapt-a-model.md";
    private static final Pattern SCORE = Pattern.compile("^ndcg_at_10 +(0\\.\\d+) ", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    @Test
    void theStudentFindsAsMuchAsItsTeacher() throws Exception {
        prepare();
        List<String> shown = Program.blocks(PAGE, "text").stream().map(Page.Block::text).toList();
        List<Page.Block> commands = Program.blocks(PAGE, "sh");
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            String printed = run(commands.get(i).text());
            if (!printed.contains("mean cosine") && !printed.contains("against cloned")) {
                ConsoleExamplesIT.requireShown(shown.get(i).lines().toList(), printed.stripTrailing(), commands.get(i).toString());
            }
            Matcher score = SCORE.matcher(printed);
            if (score.find()) {
                scores.add(Double.valueOf(score.group(1)));
            }
        }

        double teacher = scores.get(0);
        double cloned = scores.get(1);
        double distilled = scores.get(2);
        assertThat(cloned).isLessThan(teacher - 0.03);
        assertThat(distilled).isGreaterThan(cloned + 0.03).isGreaterThan(teacher - 0.02);
    }

    private void prepare() throws IOException {
        copy(Program.MODEL, "teacher");
        copy(Program.MODEL.resolveSibling("documents"), "texts");
        copy(Page.ROOT.resolve("sample-rag-app/demo-model/questions"), "questions");
        Files.copy(ConsoleExamplesIT.JAR, folder.resolve(ConsoleExamplesIT.JAR.getFileName()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path library = Path.of(entry);
            if (library.getFileName().toString().matches("(duckdb_jdbc|pytorch-native-cpu)-.*\\.jar")) {
                Files.copy(library, folder.resolve(library.getFileName()));
            }
        }
    }

    private void copy(Path from, String name) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(name).resolve(from.relativize(file).toString()));
            }
        }
    }

    private String run(String commands) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-ec", commands);
        builder.directory(folder.toFile()).redirectError(folder.resolve("err").toFile()).redirectOutput(folder.resolve("out").toFile());
        builder.environment().putAll(Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString(), "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        assertThat(process.waitFor(20, TimeUnit.MINUTES)).as(commands + " ends").isTrue();
        assertThat(process.exitValue()).as(Files.readString(folder.resolve("err"))).isZero();
        return Files.readString(folder.resolve("out"), UTF_8);
    }
}
