package ai.magibu.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of the first tutorial prints what the page shows, with the demonstration model of the sample. */
class FirstSearchIT {

    private static final String PAGE = "docs/tutorial/first-search.md";
    private static final Path MODEL = Page.ROOT.resolve("sample-rag-app/src/main/resources/demo/model");

    @TempDir
    private Path folder;

    @Test
    void theProgramPrintsWhatThePageShows() throws Exception {
        Path source = Files.writeString(folder.resolve("FirstSearch.java"), onlyBlock("java"));
        String classPath = System.getProperty("java.class.path");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-cp", classPath, "-d", folder.toString(), source.toString()))
                .isZero();

        ProcessBuilder program = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dstdout.encoding=UTF-8", "-Dfile.encoding=UTF-8",
                "FirstSearch", MODEL.toString());
        program.environment().put("CLASSPATH", folder + System.getProperty("path.separator") + classPath);
        program.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        Process process = program.redirectError(folder.resolve("errors").toFile()).start();
        List<String> printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> line.contains(" -> ")) // not what the logging of these tests prints
                .toList();
        assertThat(process.waitFor()).as(Files.readString(folder.resolve("errors"))).isZero();

        ConsoleExamplesIT.requireShown(onlyBlock("text").lines().toList(), String.join("\n", printed), PAGE);
    }

    private static String onlyBlock(String language) {
        return Page.blocks(language).stream().filter(block -> block.page().name().equals(PAGE)).findFirst().orElseThrow().text();
    }
}
