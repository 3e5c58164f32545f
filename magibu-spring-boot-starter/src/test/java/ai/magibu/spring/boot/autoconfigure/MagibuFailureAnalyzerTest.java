package ai.magibu.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.magibu.embedding.api.DeviceUnavailableException;
import ai.magibu.embedding.api.GraphWriteException;
import ai.magibu.embedding.api.InferenceException;
import ai.magibu.embedding.api.MagibuException;
import ai.magibu.embedding.api.ModelFormatException;
import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.api.ModelSourceException.Reason;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.api.UnsupportedModelException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

@Tag("locale")
class MagibuFailureAnalyzerTest {

    private final MockEnvironment environment = new MockEnvironment();
    private final MagibuFailureAnalyzer analyzer = new MagibuFailureAnalyzer(environment);

    static Stream<Arguments> failures() {
        Path file = Path.of("model", "config.json");
        return Stream.of(
                arguments(new ModelSourceException("no folder model"), "names a folder with all of the model's files"),
                arguments(new ModelSourceException(Reason.NOT_FOUND, "no such model"), "owner/name@revision"),
                arguments(new ModelSourceException(Reason.ACCESS, "gated"), "HF_TOKEN"),
                arguments(new ModelSourceException(Reason.NETWORK, "no answer"), "HTTPS_PROXY"),
                arguments(new ModelSourceException(Reason.OFFLINE, "may not ask"),
                        "without magibu.embedding.hub.offline and without HF_HUB_OFFLINE"),
                arguments(new ModelSourceException(Reason.STORAGE, "disk full"), "HF_HUB_CACHE"),
                arguments(new ModelSourceException(Reason.INTEGRITY, "wrong hash"), "HF_ENDPOINT does not name a hub"),
                arguments(new ModelFormatException(file, "a number", "a string"), "Fetch " + file + " again"),
                arguments(
                        new UnsupportedModelException(file, "model_type \"bert\"", "gemma3_text"),
                        "SentenceTransformers model with a Gemma3 text backbone"),
                arguments(new GraphWriteException("disk full", null), "magibu.embedding.cache-directory"),
                arguments(new DeviceUnavailableException("no CUDA", null), "magibu.embedding.device to cpu"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureToLoad_isDescribedByItsMessage_withAnActionOfItsOwn(MagibuException failure, String action) {
        FailureAnalysis analysis = analyzer.analyze(new BeanCreationException("magibuEmbedder", "failed", failure));

        assertThat(analysis.getDescription())
                .isEqualTo("The Magibu embedding model could not be loaded: " + failure.getMessage());
        assertThat(analysis.getAction()).contains(action);
        assertThat(analysis.getCause()).isSameAs(failure);
    }

    /** ONNX Runtime's reasons are many. Its message is shown, and nothing is guessed about versions or memory. */
    @Test
    void failureOfTheRuntime_isDescribedByItsMessageAlone() {
        FailureAnalysis analysis =
                analyzer.analyze(new InferenceException("a native library is loaded in another class loader; share it", null));

        assertThat(analysis.getDescription()).contains("loaded in another class loader; share it");
        assertThat(analysis.getAction()).isNull();
    }

    @Test
    void failureOfANamedModel_namesIt_andThePropertiesThatItsSettingsComeFrom() {
        environment.setProperty("magibu.embedding.model", "owner/name");
        environment.setProperty("magibu.embedding.models.fast.model", "/nope");
        environment.setProperty("magibu.embedding.models.slow.precision", "int8");
        ModelSourceException missing = new ModelSourceException("no folder");

        FailureAnalysis own = analyzer.analyze(new BeanCreationException("fastMagibuEmbedder", "failed", missing));
        assertThat(own.getDescription()).contains("\"fast\"");
        assertThat(own.getAction()).contains("magibu.embedding.models.fast.model names a folder");

        FailureAnalysis inherited = analyzer.analyze(new BeanCreationException("slowMagibuEmbedder", "failed", missing));
        assertThat(inherited.getDescription()).contains("\"slow\"");
        assertThat(inherited.getAction()).contains("magibu.embedding.model names a folder");

        FailureAnalysis topLevel = analyzer.analyze(new BeanCreationException("magibuEmbedder", "failed", missing));
        assertThat(topLevel.getAction()).contains("magibu.embedding.model names a folder");
    }

    @Test
    void missingCudaForBf16_saysToRemoveThePrecisionToo() {
        environment.setProperty("magibu.embedding.models.fast.precision", "bf16");

        FailureAnalysis analysis = analyzer.analyze(
                new BeanCreationException("fastMagibuEmbedder", "failed", new DeviceUnavailableException("no CUDA", null)));

        assertThat(analysis.getAction()).contains("remove magibu.embedding.models.fast.precision=bf16");
    }

    @Test
    void failureOfAText_isNotAFailureToLoad() {
        assertThat(analyzer.analyze(new TextTooLongException(0, 9, 8))).isNull();
    }

    @Test
    void failureOfAnother_isNotOurs() {
        assertThat(analyzer.analyze(new IllegalStateException("other"))).isNull();
    }
}
