package ai.magibu.sample.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder from the command line: the jar as it is shipped. */
class BulkIngestIT {

    @TempDir
    private Path folder;

    private final Path data = SampleApp.temporaryFolder();

    @Test
    void folderIsIngestedOnceAndFailuresAreNamed() throws Exception {
        for (int i = 0; i < 60; i++) {
            write("alt/belge-" + i + ".md", "# Belge " + i + "\n\nBu belgenin numarası " + i + ".");
        }
        Files.write(folder.resolve("arsiv.zip"), Zips.of(SampleApp.file("arsivden.txt", "Arşivden çıkan belge.")));
        write(".gizli.txt", "görünmez");

        Run first = ingest();
        assertThat(first.output).contains("61 files: 61 stored");
        assertThat(first.status).isZero();

        write("bos.txt", "");
        Run second = ingest();
        assertThat(second.output).contains("\"bos.txt\" is empty", "62 files: 61 unchanged, 1 failed");
        assertThat(second.status).isEqualTo(1);

        try (SampleApp app = SampleApp.start(data, "--sample.documents.demo=false")) {
            assertThat(app.api().get("/api/documents").body().size()).isEqualTo(61);
            assertThat(app.api().search("arşiv belgesi", 50).each("passages", "source")).contains("arsivden.txt");
        }
    }

    @Test
    void ofARotatedFolderNothingIsLost() throws Exception {
        write("rapor.md", "# Rapor\n\nİki bin yirmi beşin raporu.");
        ingest();
        Files.move(folder.resolve("rapor.md"), folder.resolve("rapor-2025.md"));
        write("rapor.md", "# Rapor\n\nİki bin yirmi altının raporu.");

        assertThat(ingest().output).contains("2 files: 2 stored");
    }

    /** The empty folder: how docs/growing.md has vectors computed anew, and nothing else done. */
    @Test
    void pathMayBeSetElsewhere_andAnEmptyFolderIsNoFailure() throws Exception {
        Run run = run(Map.of("SAMPLE_INGEST_PATH", folder.toString()));

        assertThat(run.output).contains("0 files").doesNotContain("Tomcat", "Open http");
        assertThat(run.status).isZero();
    }

    @Test
    void pathThatIsNotThereIsAnErrorThatSaysSo() throws Exception {
        folder = folder.resolve("yok");

        Run run = ingest();

        assertThat(run.status).isNotZero();
        assertThat(run.output).contains("sample.ingest.path", "Name a folder").doesNotContain("at ai.magibu");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private record Run(int status, String output) {}

    private Run ingest() throws IOException, InterruptedException {
        return run(Map.of(), "--sample.ingest.path=" + folder);
    }

    private Run run(Map<String, String> environment, String... settings) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar", System.getProperty("magibu.test.jar"),
                "--sample.documents.demo=false"));
        command.addAll(SampleApp.arguments(data));
        command.addAll(List.of(settings));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }
}
