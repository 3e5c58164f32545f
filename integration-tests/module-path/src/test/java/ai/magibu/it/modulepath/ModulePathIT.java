package ai.magibu.it.modulepath;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.magibu.embedding.test.ReferenceVector;
import ai.magibu.embedding.test.TinyModel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs on the module path, with nothing on the class path. */
class ModulePathIT {

    private static final ReferenceVector REFERENCE = reference(null);

    private static final String PDF = """
            %PDF-1.7
            1 0 obj
            <</Type/Catalog/Pages 2 0 R>>
            endobj
            2 0 obj
            <</Type/Pages/Kids[3 0 R]/Count 1>>
            endobj
            3 0 obj
            <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>
            endobj
            4 0 obj
            <</Length 43>>
            stream
            BT /F 12 Tf 60 700 Td (Merhaba pdf) Tj ET \s
            endstream
            endobj
            5 0 obj
            <</Type/Font/Subtype/Type1/BaseFont/Helvetica>>
            endobj
            trailer
            <</Size 6/Root 1 0 R>>
            %%EOF
            """;

    @TempDir
    Path folder;

    @Test
    void programEmbedsAndSeesTheApiAlone() throws Exception {
        String output = run("Program", List.of(), TinyModel.folder().toString(), TinyModel.cacheDirectory().toString(), REFERENCE.text());

        assertIsReference(REFERENCE, line(output, "vector: "));
        assertThat(line(output, "module: ")).isEqualTo("ai.magibu.embedding");
        assertThat(output.lines().filter(line -> line.startsWith("exported: ")))
                .containsExactlyElementsOf(Stream.of("embedding", "embedding.api", "embedding.source", "embedding.text", "hub")
                        .map(name -> "exported: ai.magibu." + name)
                        .toList());
    }

    @Test
    void frameworksEmbed() throws Exception {
        String output = run(
                "FrameworkProgram", List.of("ai.magibu.langchain4j", "ai.magibu.springai"),
                TinyModel.folder().toString(), TinyModel.cacheDirectory().toString(), REFERENCE.text());

        assertIsReference(REFERENCE, line(output, "langchain4j: "));
        assertIsReference(reference("query"), line(output, "springai: "));
    }

    /** One program without a framework, so that the optional modules are missing. */
    @Test
    void cacheEmbedsOnce() throws Exception {
        String output = run(
                "CacheProgram", List.of("ai.magibu.cache"),
                TinyModel.folder().toString(), TinyModel.cacheDirectory().toString(), REFERENCE.text());

        assertIsReference(REFERENCE, line(output, "vector: "));
        assertThat(line(output, "hits: ")).isEqualTo("1");
    }

    /** Spring's own jars cannot require the module of Commons Logging. */
    @Test
    void springBootApplicationEmbeds() throws Exception {
        List<String> arguments = Stream.concat(Stream.of(REFERENCE.text()), Stream.of(TinyModel.settings()).map("--"::concat)).toList();

        String output = run(
                "StarterProgram", List.of("ai.magibu.spring.boot", "ai.magibu.langchain4j", "org.apache.commons.logging"),
                arguments.toArray(String[]::new));

        assertIsReference(REFERENCE, line(output, "embedder: "));
        assertIsReference(REFERENCE, line(output, "langchain4j: "));
    }

    /** The modules of POI are those that the page about documents names. */
    @Test
    void filesAreRead_alsoInASeparateProcess() throws Exception {
        List<Path> files = List.of(
                Files.write(folder.resolve("a.txt"), "Iğdır'da çay, şölen ve gündoğumu.".getBytes(Charset.forName("windows-1254"))),
                Files.writeString(folder.resolve("a.md"), "# Çay\n\nİlk *ığdır*, ~~son~~."),
                Files.writeString(folder.resolve("a.html"), "<p>Merhaba <b>dünya</b></p>"),
                Files.writeString(folder.resolve("a.pdf"), PDF),
                Files.writeString(folder.resolve("a.rtf"), "{\\rtf1\\ansi\\pard Merhaba rtf\\par}"));

        String output = run(
                "DocumentsProgram", List.of("ai.magibu.documents", "org.apache.poi.ooxml", "org.apache.poi.scratchpad"),
                files.stream().map(Path::toString).toArray(String[]::new));

        for (String process : List.of(": ", " isolated: ")) {
            assertThat(line(output, "a.txt" + process)).isEqualTo("Iğdır'da çay, şölen ve gündoğumu.");
            assertThat(line(output, "a.md" + process)).isEqualTo("İlk ığdır, son.");
            assertThat(line(output, "a.html" + process)).isEqualTo("Merhaba dünya");
            assertThat(line(output, "a.pdf" + process)).isEqualTo("Merhaba pdf");
            assertThat(line(output, "a.rtf" + process)).isEqualTo("Merhaba rtf");
        }
    }

    /** @param modules the modules that the program needs and its descriptor does not require at run time */
    private static String run(String program, List<String> modules, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "--module-path",
                System.getProperty("module.path")));
        if (!modules.isEmpty()) {
            command.addAll(List.of("--add-modules", String.join(",", modules)));
        }
        command.addAll(List.of("--module", "ai.magibu.it.modulepath/ai.magibu.it.modulepath." + program));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    /** Returns the first text that every system passes on a command line unchanged. */
    private static ReferenceVector reference(@Nullable String prompt) {
        return TinyModel.referenceVectors(prompt).stream()
                .filter(vector -> vector.text().matches("[\\x20-\\x7e]+"))
                .findFirst()
                .orElseThrow();
    }

    private static void assertIsReference(ReferenceVector reference, String printed) {
        float[] vector = floats(printed);
        assertThat(vector).hasSameSizeAs(reference.vector());
        for (int i = 0; i < vector.length; i++) {
            assertThat(vector[i]).isCloseTo(reference.vector()[i], offset(1e-5f));
        }
    }

    private static String line(String output, String prefix) {
        List<String> lines = output.lines().filter(line -> line.startsWith(prefix)).toList();
        assertThat(lines).as(output).hasSize(1);
        return lines.get(0).substring(prefix.length());
    }

    private static float[] floats(String array) {
        String[] numbers = array.substring(1, array.length() - 1).split(", ");
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.parseFloat(numbers[i]);
        }
        return floats;
    }
}
