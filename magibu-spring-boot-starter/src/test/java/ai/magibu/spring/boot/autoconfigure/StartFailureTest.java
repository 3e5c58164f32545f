package ai.magibu.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.test.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** The messages for an application that does not start. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("locale")
class StartFailureTest {

    @TempDir
    private Path folder;

    @Test
    void noModelNamed_saysWhatToWrite(CapturedOutput output) {
        failToStart();

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("magibu.embedding.model is not set")
                .contains("    magibu:", "      embedding:", "        model: /path/to/embeddingmagibu-200m")
                .contains("magibu.embedding.enabled=false")
                .contains("ai.magibu.embedding.MagibuEmbedder");
    }

    @Test
    void folderThatDoesNotExist_isNamed_withTheSettingToCorrect(CapturedOutput output) {
        Path missing = folder.resolve("missing");

        failToStart("--magibu.embedding.model=" + missing);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(missing.toString())
                .contains("Check that magibu.embedding.model names a folder")
                .contains(Path.of("").toAbsolutePath().toString());
    }

    @Test
    void severalModels_andNoneChosen_saysHowToChoose(CapturedOutput output) {
        failToStart(
                Chooser.class,
                "--magibu.embedding.cache-directory=" + folder,
                "--magibu.embedding.models.search.model=" + TinyModel.folder(),
                "--magibu.embedding.models.long-texts.model=classpath:many-heads-model/");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("searchMagibuEmbedder", "longTextsMagibuEmbedder")
                .contains("@Qualifier(\"search\")")
                .contains("magibu.embedding.model");
    }

    @Test
    void fileThatIsAGitLfsPointer_isNamed_withWhatToDo(CapturedOutput output) throws IOException {
        Path copy = copyOfTheTinyModel();
        Files.writeString(
                copy.resolve("model.safetensors"),
                "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64) + "\nsize 414000000\n");

        failToStart("--magibu.embedding.model=" + copy, "--magibu.embedding.cache-directory=" + folder);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Fetch " + copy.resolve("model.safetensors") + " again")
                .contains("git lfs pull");
    }

    @Test
    void cacheThatCannotBeWritten_isReported_withTheSettingToChange(CapturedOutput output) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way of a folder");

        failToStart(
                "--magibu.embedding.model=" + TinyModel.folder(), "--magibu.embedding.cache-directory=" + file);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(file.toString())
                .contains("Set magibu.embedding.cache-directory to a folder that this process may write to");
    }

    @Test
    void namedModelThatIsMissing_isNamed_withItsOwnProperty(CapturedOutput output) {
        failToStart(
                "--magibu.embedding.model=" + TinyModel.folder(),
                "--magibu.embedding.cache-directory=" + folder,
                "--magibu.embedding.models.fast.model=" + folder.resolve("missing"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The Magibu embedding model \"fast\" could not be loaded")
                .contains("Check that magibu.embedding.models.fast.model names a folder");
    }

    /** Spring Boot binds such a model to null. */
    @ParameterizedTest
    @ValueSource(strings = {"fast.precison=int8", "fast.precision=", "fast.precision=${X:}", "fast.hub.token=x", "fast.models.b.threads=1"})
    void namedModelWithoutASetting_needsAModel(String setting, CapturedOutput output) {
        failToStart("--magibu.embedding.models." + setting);

        assertThat(output).contains("APPLICATION FAILED TO START").contains("magibu.embedding.models.fast.model");
    }

    /** The Maven build has the CPU's ONNX Runtime. */
    @Test
    void bf16WithoutCuda_isRejected_beforeTheModelIsCompiled(CapturedOutput output) throws IOException {
        Path cache = folder.resolve("cache");

        failToStart(
                "--magibu.embedding.model=" + TinyModel.folder(),
                "--magibu.embedding.cache-directory=" + cache,
                "--magibu.embedding.precision=bf16");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("CUDA")
                .contains("remove magibu.embedding.precision=bf16")
                .doesNotContain("Compiled ");
        assertThat(filesBelow(cache)).noneMatch(file -> file.toString().endsWith(".onnx"));
    }

    private static List<Path> filesBelow(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.toList();
        }
    }

    @Test
    void deviceThatIsNone_isReportedWithThePropertyAndItsSource(CapturedOutput output) {
        failToStart("--magibu.embedding.model=" + TinyModel.folder(), "--magibu.embedding.device=gpu");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("magibu.embedding.device")
                .contains("gpu")
                .contains("device must be auto, cpu, cuda or cuda:N");
    }

    @Test
    void settingBeyondTheModel_isReportedWithTheModelsLimit(CapturedOutput output) {
        failToStart(
                "--magibu.embedding.model=" + TinyModel.folder(),
                "--magibu.embedding.cache-directory=" + folder,
                "--magibu.embedding.dimensions=97");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("dimensions must be 1 to 96 (the model's), not 97")
                .contains("Correct or remove that setting under magibu.embedding");
    }

    @Test
    void policyThatIsNone_isReportedWithThePoliciesThereAre(CapturedOutput output) {
        failToStart("--magibu.embedding.model=" + TinyModel.folder(), "--magibu.embedding.on-too-long=ignore");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("magibu.embedding.on-too-long")
                .contains("FAIL", "TRUNCATE");
    }

    private static void failToStart(String... arguments) {
        failToStart(Application.class, arguments);
    }

    private static void failToStart(Class<?> source, String... arguments) {
        SpringApplication application = new SpringApplication(source);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThat(catchThrowable(() -> application.run(arguments).close()))
                .as("what ends the start")
                .isNotNull();
    }

    private Path copyOfTheTinyModel() throws IOException {
        Path copy = folder.resolve("model");
        try (Stream<Path> files = Files.walk(TinyModel.folder())) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(TinyModel.folder().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    // Not Files.copy, which would keep a read-only file read-only.
                    Files.write(target, Files.readAllBytes(file));
                }
            }
        }
        return copy;
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({MagibuAutoConfiguration.class, MagibuLangChain4jAutoConfiguration.class})
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(MagibuAutoConfiguration.class)
    static class Chooser {

        Chooser(MagibuEmbedder embedder) {}
    }
}
