package ai.magibu.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import ai.magibu.it.hub.TestHub;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, run as users run it, in the locale that breaks careless programs. */
class MagibuCliIT {

    private static final Path JAR = Path.of(System.getProperty("cli.jar"));

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void embedsAsTheReferenceDoes() throws Exception {
        List<ReferenceVector> goldens = TinyModel.referenceVectors("query");
        Path in = folder.resolve("in.jsonl");
        try (Writer writer = Files.newBufferedWriter(in)) {
            for (ReferenceVector golden : goldens) {
                writer.write(Cli.JSON.createObjectNode().put("text", golden.text()) + "\n");
            }
        }
        Path out = folder.resolve("out.jsonl");

        Cli.Result result = run("", "embed", "--model", Cli.MODEL, "--cache", Cli.CACHE, "--input",
                in.toString(), "--output", out.toString(), "--prompt", "query");

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines())
                .as("nothing but the warning about the one text that is too long")
                .singleElement()
                .asString()
                .startsWith("magibu: warning: 1 of 35 texts ");
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSameSizeAs(goldens);
        for (int i = 0; i < goldens.size(); i++) {
            JsonNode embedding = Cli.JSON.readTree(lines.get(i)).get("embedding");
            assertThat(Cli.JSON.treeToValue(embedding, float[].class))
                    .containsExactly(goldens.get(i).vector(), within(TinyModel.TOLERANCE));
        }
    }

    @Test
    void pipesFromStdinToStdoutInUtf8AndSaysNothingElse() throws Exception {
        Cli.Result result = run("{\"id\":\"ığİ\",\"text\":\"Iğdır\"}\n", "embed", "--model", Cli.MODEL, "--cache",
                Cli.CACHE, "--input", "-", "--output", "-");

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("{\"id\":\"ığİ\",\"embedding\":[").endsWith("\"truncated\":false}\n");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX locale")
    void posixLocaleIsExplainedBeforeAnythingIsWritten() throws Exception {
        Path out = folder.resolve("out.jsonl");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder posix = new ProcessBuilder(
                "sh", // writes the letter, because the locale of this test may be unable to
                "-c",
                "exec \"$0\" -jar \"$1\" embed --model \"$2\" --input \"girdi-$(printf '\\305\\237')ehir.jsonl\" --output \"$3\"",
                java,
                JAR.toString(),
                Cli.MODEL,
                out.toString());
        posix.environment().put("LC_ALL", "C");
        Process process = posix.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(said).startsWith("magibu: ").contains("girdi-", "LC_ALL=C.UTF-8");
        assertThat(out).doesNotExist();
    }

    @Test
    void badLineEndsTheRunWithStatusTwo() throws Exception {
        Cli.Result result = run("{\"text\":\"a\"}\n{\"text\":\"b\"}\noops\n", "embed", "--model", Cli.MODEL,
                "--cache", Cli.CACHE, "--input", "-", "--output", "-");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().lines()).singleElement().asString().startsWith("line 3: not JSON: ");
        assertThat(result.lines()).hasSize(2);
    }

    @Test
    void memoryDoesNotGrowWithTheFile() throws Exception {
        Path in = folder.resolve("in.jsonl");
        String filler = "x".repeat(20_000);
        int lines = 5_000;
        try (Writer writer = Files.newBufferedWriter(in)) {
            for (int i = 0; i < lines; i++) {
                writer.write("{\"text\":\"Bugün hava çok güzel.\",\"ignored\":\"" + filler + "\"}\n");
            }
        }
        assertThat(Files.size(in)).isGreaterThan(100_000_000);
        Path out = folder.resolve("out.jsonl");

        Cli.Result result = run(List.of("-Xmx48m"), "", "embed", "--model", Cli.MODEL, "--cache", Cli.CACHE,
                "--input", in.toString(), "--output", out.toString(), "--dimensions", "2");

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(Files.readAllLines(out)).hasSize(lines);
    }

    @Test
    void missingModelIsOneLineAndStatusOne() throws Exception {
        Cli.Result result = run("", "info", "--model", folder.resolve("none").toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).singleElement().asString().startsWith("magibu: ").contains("none");
    }

    @Test
    void verboseLogsAndShowsStackTraces() throws Exception {
        String none = folder.resolve("none").toString();

        Cli.Result failed = run("", "-v", "info", "--model", none);
        Cli.Result worked = run("", "embed", "--verbose", "--model", Cli.MODEL, "--cache", Cli.CACHE, "--input",
                "-", "--output", "-");

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err()).startsWith("magibu: ").contains("ModelSourceException", "\tat ");
        assertThat(worked.status()).isZero();
        assertThat(worked.err()).contains("INFO ");
    }

    @Test
    void tokensInfoAndExportWork() throws Exception {
        Path onnx = folder.resolve("onnx");

        assertThat(run("Bugün hava çok güzel.\n", "tokens", "--model", Cli.MODEL))
                .isEqualTo(new Cli.Result(0, "{\"tokens\":5,\"ids\":[2,737,661,706,1]}\n", ""));
        Cli.Result info = run("", "info", "--model", Cli.MODEL);
        assertThat(info.status()).isZero();
        assertThat(info.err()).isEmpty();
        assertThat(info.lines()).contains("Layers           7");
        Cli.Result export = run("", "export", "--model", Cli.MODEL, "--output", onnx.toString());
        assertThat(export.status()).isZero();
        assertThat(export.err()).isEmpty();
        assertThat(onnx.resolve("model.onnx")).isNotEmptyFile();
    }

    @Test
    void downloadsFromTheHubOfTheEnvironment() throws Exception {
        try (TestHub hub = new TestHub().add("owner/tiny", TestHub.COMMIT, TinyModel.folder())) {
            environment.put("HF_ENDPOINT", hub.address());
            environment.put("HF_HOME", folder.toString());

            Cli.Result result = run("", "download", "owner/tiny");

            assertThat(result.status()).as(result.err()).isZero();
            assertThat(Path.of(result.out().strip()))
                    .isEqualTo(folder.resolve("hub/models--owner--tiny/snapshots").resolve(TestHub.COMMIT));
        }
        environment.put("HF_HUB_OFFLINE", "1");
        assertThat(run("Bugün hava çok güzel.\n", "tokens", "--model", "owner/tiny").out()).startsWith("{\"tokens\":5,");
    }

    @Test
    void helpAndVersionWork() throws Exception {
        assertThat(run("", "help", "embed").out()).startsWith("Usage: magibu-cli embed ");
        assertThat(run("", "--version").out()).startsWith("magibu-cli ");
        assertThat(run("").status()).isEqualTo(2);
    }

    @Test
    void environmentNamesTheModel() throws Exception {
        environment.put("MAGIBU_MODEL", Cli.MODEL);
        assertThat(run("{\"text\":\"a\"}\n", "embed", "--cache", Cli.CACHE).out()).startsWith("{\"embedding\":[");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no bash")
    void bashCompletesCommandsAndOptions() throws Exception {
        Path script = folder.resolve("completion");
        Files.writeString(script, run("", "completion").out());
        assertThat(bash("source " + script + "; complete -p magibu-cli")).contains("-F _complete_magibu-cli");
        assertThat(completed(script, "magibu-cli em")).containsExactly("embed");
        assertThat(completed(script, "magibu-cli embed --output-f")).containsExactly("--output-format");
        assertThat(completed(script, "magibu-cli cache ")).contains("list", "verify", "clean");
    }

    /** Calls the function that completes, as bash does when a user presses the tab key. */
    private List<String> completed(Path script, String line) throws Exception {
        String words = line.replaceAll("\\S+", "'$0'") + (line.endsWith(" ") ? "''" : "");
        int last = line.split(" ", -1).length - 1;
        return bash("source " + script + "; COMP_WORDS=(" + words + "); COMP_CWORD=" + last + "; COMP_LINE='" + line + "'; COMP_POINT="
                + line.length() + "; _complete_magibu-cli magibu-cli 2> /dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"").lines()
                .map(String::strip)
                .toList();
    }

    private static String bash(String script) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void jarAllowsNativeAccess() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
        }
    }

    private Cli.Result run(String in, String... args) throws IOException, InterruptedException {
        return run(List.of(), in, args);
    }

    private Cli.Result run(List<String> jvmOptions, String in, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Duser.language=tr", "-Duser.country=TR"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(args));
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(in.getBytes(UTF_8));
        } catch (IOException e) {
            // The process ended without reading all of it, which its status shows.
        }
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Cli.Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
